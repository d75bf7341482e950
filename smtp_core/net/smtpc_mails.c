/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_mails.h"

void smtpc_mails_add(smtpc_mails *m, smtpc_job *job)
{
	m->ring[(m->first + m->count++) % SMTPC_MAILS_MAX] = (smtpc_mail){.job = job};
}

smtpc_mail *smtpc_mails_at(smtpc_mails *m, size_t i)
{
	return &m->ring[(m->first + i) % SMTPC_MAILS_MAX];
}

smtpc_mail *smtpc_mails_find(smtpc_mails *m, const smtpc_job *job)
{
	for (size_t i = 0; i < m->count; i++) {
		if (smtpc_mails_at(m, i)->job == job) {
			return smtpc_mails_at(m, i);
		}
	}
	return NULL;
}

size_t smtpc_mails_under_way(smtpc_mails *m)
{
	size_t n = 0;
	while (n < m->count && smtpc_mails_at(m, n)->submitted &&
		!smtpc_mails_at(m, n)->job->concluded) {
		n++;
	}
	return n;
}

void smtpc_mails_drop_first(smtpc_mails *m)
{
	m->first = (m->first + 1) % SMTPC_MAILS_MAX;
	m->count--;
}
