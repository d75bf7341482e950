/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_addrlist.h"

#include "base/smtpc_mem.h"

void smtpc_addr_list_init(smtpc_addr_list *list, const smtpc_mem *mem)
{
	*list = (smtpc_addr_list){.mem = mem};
}

/* The array |items| with room for one more than |count|; NULL: no memory, and it is as it was. */
static void *list_grow(
	const smtpc_addr_list *list, void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room) {
		return items;
	}
	size_t more = *room > 0 ? *room * 2 : 4;
	void *grown = smtpc_realloc_array(list->mem, items, more, size);
	if (grown != NULL) {
		*room = more;
	}
	return grown;
}

int smtpc_addr_list_add(smtpc_addr_list *list, smtpc_addr *addr)
{
	smtpc_addr *items = list_grow(list, list->items, list->count, &list->room, sizeof *list->items);
	if (items == NULL) {
		return SMTPC_E_NOMEM;
	}
	list->items = items;
	items[list->count++] = *addr;
	*addr = (smtpc_addr){.mem = NULL};
	return SMTPC_OK;
}

int smtpc_addr_list_add_group(smtpc_addr_list *list, smtpc_str name)
{
	smtpc_addr_group *groups =
		list_grow(list, list->groups, list->group_count, &list->group_room, sizeof *list->groups);
	if (groups == NULL) {
		return SMTPC_E_NOMEM;
	}
	list->groups = groups;
	smtpc_addr_group group = {.first = list->count};
	if (smtpc_str_dup(list->mem, &group.name, name) < 0) {
		return SMTPC_E_NOMEM;
	}
	groups[list->group_count++] = group;
	return SMTPC_OK;
}

int smtpc_addr_list_append(smtpc_addr_list *list, const smtpc_addr_list *from)
{
	size_t offset = list->count;
	for (size_t i = 0; i < from->count; i++) {
		smtpc_addr copy;
		if (smtpc_addr_copy(&copy, list->mem, &from->items[i]) < 0) {
			return SMTPC_E_NOMEM;
		}
		if (smtpc_addr_list_add(list, &copy) < 0) {
			smtpc_addr_free(&copy);
			return SMTPC_E_NOMEM;
		}
	}
	for (size_t i = 0; i < from->group_count; i++) {
		const smtpc_addr_group *group = &from->groups[i];
		if (smtpc_addr_list_add_group(list, group->name) < 0) {
			return SMTPC_E_NOMEM;
		}
		list->groups[list->group_count - 1].first = offset + group->first;
		list->groups[list->group_count - 1].count = group->count;
	}
	return SMTPC_OK;
}

void smtpc_addr_list_cut(smtpc_addr_list *list, size_t count, size_t group_count)
{
	while (list->count > count) {
		smtpc_addr_free(&list->items[--list->count]);
	}
	while (list->group_count > group_count) {
		smtpc_str_free(list->mem, &list->groups[--list->group_count].name);
	}
}

void smtpc_addr_list_free(smtpc_addr_list *list)
{
	if (list == NULL || list->mem == NULL) {
		return;
	}
	smtpc_addr_list_cut(list, 0, 0);
	smtpc_free(list->mem, list->items);
	smtpc_free(list->mem, list->groups);
	*list = (smtpc_addr_list){.items = NULL};
}
