/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The mails that a client has been given, in their order. The first is the one it works for; those
 * behind it may be under way on the same connection already. */
#ifndef SMTPC_MAILS_H
#define SMTPC_MAILS_H

#include "proto/smtpc_job.h"

enum {
	SMTPC_MAILS_MAX = 32,
	SMTPC_MAILS_BY_DATA = 2 /* one waits for its verdict, the next has its envelope out */
};

typedef struct smtpc_mail {
	smtpc_job *job;
	bool submitted;        /* to the session of this connection */
	bool healed;           /* it has had its second connection */
	smtpc_error cancelled; /* code 0: it is not */
} smtpc_mail;

typedef struct smtpc_mails {
	smtpc_mail ring[SMTPC_MAILS_MAX];
	size_t first, count;
} smtpc_mails;

/* There is room: count < SMTPC_MAILS_MAX. */
void smtpc_mails_add(smtpc_mails *mails, smtpc_job *job);
/* Mail |i| of those that are there, from 0 on. */
smtpc_mail *smtpc_mails_at(smtpc_mails *mails, size_t i);
/* The one with |job|, or NULL. */
smtpc_mail *smtpc_mails_find(smtpc_mails *mails, const smtpc_job *job);
/* How many are with the session, and not done with. */
size_t smtpc_mails_under_way(smtpc_mails *mails);
/* The first is done with. */
void smtpc_mails_drop_first(smtpc_mails *mails);

#endif
