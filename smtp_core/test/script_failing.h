/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A scripted session in which memory runs out, at each allocation in turn. */
#ifndef SCRIPT_FAILING_H
#define SCRIPT_FAILING_H

#include "script_io.h"
#include "smtpc_test.h"

/* False: the allocation that should have failed was not reached. */
static inline bool script_play_failing(const script_run *like, unsigned long at, bool fail_on)
{
	test_mem t;
	test_mem_init(&t);
	t.fail_at = at;
	t.fail_on = fail_on;
	script_run run = *like;
	run.mem = &t.mem;
	smtpc_job *job = script_job(&t.mem, 1);
	run.job = job;
	if (job != NULL) {
		script_play(&run);
		CHECK(smtpc_job_result(job)->outcome != SMTPC_REJECTED);
	}
	smtpc_job_free(job);
	CHECK_INT(t.held, 0);
	return t.calls >= at;
}

/* Plays |like|, with a mail to one: each allocation fails once alone, and once with all behind it.
 * Nothing is held in the end, and no failure of ours is taken for a refusal. */
static inline void script_out_of_memory(const script_run *like)
{
	for (int fail_on = 0; fail_on < 2; fail_on++) {
		unsigned long at = 1;
		while (at < 500 && script_play_failing(like, at, fail_on != 0)) {
			at++;
		}
		CHECK(at < 500);
	}
}

#endif
