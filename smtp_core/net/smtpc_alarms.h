/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Points in time, one for each slot, and which of them is the first: a binary heap. */
#ifndef SMTPC_ALARMS_H
#define SMTPC_ALARMS_H

#include "smtpc.h"

typedef struct smtpc_alarms {
	const smtpc_mem *mem;
	double *at;      /* by slot */
	unsigned *heap;  /* slots, the first one in front */
	unsigned *place; /* by slot: its place in the heap; |slots|: in none */
	unsigned count, slots;
} smtpc_alarms;

/* None set. NOMEM; to be freed in any case. */
int smtpc_alarms_init(smtpc_alarms *alarms, const smtpc_mem *mem, unsigned slots);
void smtpc_alarms_free(smtpc_alarms *alarms);
/* Sets or moves the slot's. */
void smtpc_alarms_set(smtpc_alarms *alarms, unsigned slot, double at);
void smtpc_alarms_unset(smtpc_alarms *alarms, unsigned slot);
bool smtpc_alarms_is_set(const smtpc_alarms *alarms, unsigned slot);
/* The first one; false: none is set. */
bool smtpc_alarms_first(const smtpc_alarms *alarms, unsigned *slot, double *at);

#endif
