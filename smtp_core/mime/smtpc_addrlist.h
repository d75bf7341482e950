/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Lists of addresses as they grow. What is added is taken, or copied where it says so; all return 0
 * or NOMEM, and the list is as it was then. */
#ifndef SMTPC_ADDRLIST_H
#define SMTPC_ADDRLIST_H

#include "smtpc.h"

void smtpc_addr_list_init(smtpc_addr_list *list, const smtpc_mem *mem);
/* Takes |addr|; on NOMEM it stays the caller's. */
int smtpc_addr_list_add(smtpc_addr_list *list, smtpc_addr *addr);
/* Begins an empty group with a copy of |name|: count it up as its mailboxes are added. */
int smtpc_addr_list_add_group(smtpc_addr_list *list, smtpc_str name);
/* Adds copies of all that |from| has; |list| may have gained some of them on NOMEM. */
int smtpc_addr_list_append(smtpc_addr_list *list, const smtpc_addr_list *from);
/* Drops what was added since there were that many. */
void smtpc_addr_list_cut(smtpc_addr_list *list, size_t count, size_t group_count);

#endif
