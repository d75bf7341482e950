/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The scenarios that have a name, as scripts. docs/testing-your-mail.md lists them. */
#include <stddef.h>

#include "base/smtpc_str.h"
#include "net/smtpc_script.h"

static const struct {
	const char *name, *script;
} scenarios[] = {
	{"accepted", ""},
	{"rejected", "commit: 554 5.7.1 Message refused\n"},
	{"rejected_sender", "mail: 550 5.7.1 Sender refused\n"},
	{"rejected_recipients", "rcpt: 550 5.1.1 No such user\n"},
	{"partial", "rcpt 2: 550 5.1.1 No such user\n"},
	{"temporary", "mail: 451 4.3.0 Try again later\n"},
	{"temporary_content", "commit: 451 4.3.0 Try again later\n"},
	{"greylisted_then_ok", "rcpt once: 450 4.2.0 Greylisted, try again later\n"},
	{"full", "commit: 452 4.3.1 Insufficient system storage\n"},
	{"refused", "connect: fail\n"},
	{"unreachable", "connect: stall\n"},
	{"greeting_421", "greeting: 421 4.3.2 Too busy\n"},
	{"closing_421", "mail: 421 4.3.2 Closing\n"},
	{"idle_421", "idle: 421 4.4.2 Idle for too long\n"},
	{"stale_once", "mail 2 once: close\n"},
	{"auth_refused", "auth: 535 5.7.8 Authentication credentials invalid\n"},
	{"auth_temporary", "auth: 454 4.7.0 Temporary authentication failure\n"},
	{"tls_failed", "tls: fail\n"},
	{"in_doubt", "commit: take, stall\n"},
	{"in_doubt_closed", "commit: take, close\n"},
	{"in_doubt_lost", "commit: close\n"},
	{"lost_before_content", "data: reset\n"},
	{"lost_inside_content", "content: after 20, reset\n"},
	{"slow", "ehlo: delay 2, accept\nmail: delay 2, accept\ncommit: delay 5, accept\n"},
	{"timeout", "mail: stall\n"},
	{"timeout_content", "content: after 20, stall\n"},
	{"nonsense", "mail: say I am no SMTP server\n"},
};

const char *smtpc_scenario(smtpc_str name)
{
	for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
		if (smtpc_str_eq(name, smtpc_str_of(scenarios[i].name))) {
			return scenarios[i].script;
		}
	}
	return NULL;
}

const char *smtpc_scenario_name(size_t i)
{
	return i < sizeof scenarios / sizeof scenarios[0] ? scenarios[i].name : NULL;
}
