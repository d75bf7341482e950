/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_alarms.h"

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"

int smtpc_alarms_init(smtpc_alarms *a, const smtpc_mem *mem, unsigned slots)
{
	*a = (smtpc_alarms){.mem = mem, .slots = slots};
	a->at = smtpc_realloc_array(mem, NULL, slots, sizeof *a->at);
	a->heap = smtpc_realloc_array(mem, NULL, slots, sizeof *a->heap);
	a->place = smtpc_realloc_array(mem, NULL, slots, sizeof *a->place);
	if (a->at == NULL || a->heap == NULL || a->place == NULL) {
		return SMTPC_E_NOMEM;
	}
	for (unsigned i = 0; i < slots; i++) {
		a->place[i] = slots;
	}
	return SMTPC_OK;
}

void smtpc_alarms_free(smtpc_alarms *a)
{
	smtpc_free(a->mem, a->at);
	smtpc_free(a->mem, a->heap);
	smtpc_free(a->mem, a->place);
}

static void put(smtpc_alarms *a, unsigned place, unsigned slot)
{
	a->heap[place] = slot;
	a->place[slot] = place;
}

/* The slot's time has changed: to its place, upwards or downwards from where it is. */
static void settle(smtpc_alarms *a, unsigned slot)
{
	unsigned place = a->place[slot];
	double at = a->at[slot];
	for (; place > 0 && a->at[a->heap[(place - 1) / 2]] > at; place = (place - 1) / 2) {
		put(a, place, a->heap[(place - 1) / 2]);
	}
	for (unsigned child; (child = 2 * place + 1) < a->count; place = child) {
		if (child + 1 < a->count && a->at[a->heap[child + 1]] < a->at[a->heap[child]]) {
			child++;
		}
		if (a->at[a->heap[child]] >= at) {
			break;
		}
		put(a, place, a->heap[child]);
	}
	put(a, place, slot);
}

void smtpc_alarms_set(smtpc_alarms *a, unsigned slot, double at)
{
	if (!smtpc_alarms_is_set(a, slot)) {
		put(a, a->count++, slot);
	}
	a->at[slot] = at;
	settle(a, slot);
}

void smtpc_alarms_unset(smtpc_alarms *a, unsigned slot)
{
	if (!smtpc_alarms_is_set(a, slot)) {
		return;
	}
	unsigned place = a->place[slot], last = a->heap[--a->count];
	a->place[slot] = a->slots;
	if (last != slot) {
		put(a, place, last);
		settle(a, last);
	}
}

bool smtpc_alarms_is_set(const smtpc_alarms *a, unsigned slot)
{
	return a->place[slot] < a->slots;
}

bool smtpc_alarms_first(const smtpc_alarms *a, unsigned *slot, double *at)
{
	if (a->count == 0) {
		return false;
	}
	*slot = a->heap[0];
	*at = a->at[*slot];
	return true;
}
