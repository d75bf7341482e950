/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Building, copying and reading a message, again and again, each time with another allocation that
 * fails: nothing leaks, nothing is lost but the step that failed, and that can be done again. */
#include "smtpc_test.h"

typedef struct owner_count {
	int refs;
} owner_count;

static void owner_addref(void *owner)
{
	((owner_count *)owner)->refs++;
}

static void owner_release(void *owner)
{
	((owner_count *)owner)->refs--;
}

static bool add(smtpc_message *msg, test_mem *mem, smtpc_addr_field field, const char *spec)
{
	smtpc_addr addr;
	smtpc_error err;
	int rc = smtpc_addr_parse(&addr, &mem->mem, smtpc_str_of(spec), &err);
	if (rc == SMTPC_OK) {
		rc = smtpc_message_add_addr(msg, field, &addr);
	} else {
		CHECK_INT(err.code, SMTPC_E_NOMEM);
	}
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	smtpc_addr_free(&addr);
	return rc == SMTPC_OK;
}

static bool ok(int rc)
{
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	return rc == SMTPC_OK;
}

/* All or nothing of it is added. */
static bool add_group(smtpc_message *msg, test_mem *mem, const char *name)
{
	smtpc_addr_list list;
	size_t before = smtpc_message_addr_count(msg, SMTPC_FIELD_CC);
	static const char members[] = "a@x.org, =?utf-8?q?B?= <b@x.org>, c@x.org, d@x.org, e@x.org";
	int rc = smtpc_addr_list_parse(&list, &mem->mem, smtpc_str_of(members), NULL);
	if (rc == SMTPC_OK) {
		rc = smtpc_message_add_group(
			msg, SMTPC_FIELD_CC, smtpc_str_of(name), list.items, list.count, NULL);
		CHECK_INT(smtpc_message_addr_count(msg, SMTPC_FIELD_CC), before + (rc == SMTPC_OK ? 5 : 0));
	}
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	smtpc_addr_list_free(&list);
	return rc == SMTPC_OK;
}

static bool build(smtpc_message *msg, test_mem *mem, owner_count *owner)
{
	static const smtpc_str ids[] = {{"<1@x>", 5}, {"<2@x>", 5}};
	bool good = true;
	for (int i = 0; i < 6; i++) {
		good &= add(msg, mem, SMTPC_FIELD_TO, "\xc3\xa4 <t@ex\xc3\xa4mple.org>");
	}
	good &= add_group(msg, mem, "G");
	good &= add_group(msg, mem, "H, \xc3\xa4");
	good &= add(msg, mem, SMTPC_FIELD_FROM, "\"F, f\" <f@x.org>");
	good &= add(msg, mem, SMTPC_FIELD_SENDER, "s@x.org");
	good &= add(msg, mem, SMTPC_FIELD_SENDER, "s2@x.org");
	good &= add(msg, mem, SMTPC_FIELD_RETURN, "r@x.org");
	good &= ok(smtpc_message_set_subject(msg, SMTPC_STR("caf\xc3\xa9 \xc3\xa4"), NULL));
	good &= ok(smtpc_message_set_date(msg, 1, 2));
	good &= ok(smtpc_message_set_reply_to_id(msg, SMTPC_STR("3@x"), ids, 2, NULL));
	for (int i = 0; i < 6; i++) {
		smtpc_str value = SMTPC_STR("v \xc3\xa4");
		good &= ok(smtpc_message_set_header(msg, SMTPC_STR("X-Y"), value, i != 3, NULL));
	}
	for (int which = 0; which < SMTPC_BODY_COUNT; which++) {
		smtpc_blob blob = {SMTPC_STR("text \xc3\xa4"), owner, owner_addref, owner_release};
		owner->refs++;
		good &= ok(smtpc_message_set_body(
			msg, (smtpc_body)which, blob, SMTPC_STR("utf-8"), SMTPC_ENC_AUTO, NULL));
	}
	return good;
}

/* Reads the message, if it can be had: then all of it. */
static bool read_through(smtpc_message *msg)
{
	smtpc_source source;
	smtpc_error err;
	char buf[100];
	int rc = smtpc_message_open(msg, NULL, &source, NULL, &err);
	if (rc < 0) {
		CHECK(rc == SMTPC_E_NOMEM || rc == SMTPC_E_ARGUMENT);
		return false;
	}
	int64_t total = 0;
	ptrdiff_t n;
	do {
		n = source.read(source.user, buf, sizeof buf, NULL);
		total += n;
	} while (n > 0);
	CHECK_INT(total, source.size);
	source.close(source.user);
	return true;
}

/* True if nothing failed. */
static bool scenario(test_mem *mem, owner_count *owner)
{
	static const uint8_t seed[16] = {1};
	smtpc_message *msg = smtpc_message_new(&mem->mem, seed);
	if (msg == NULL) {
		return false;
	}
	bool good = build(msg, mem, owner);
	good &= read_through(msg);
	smtpc_message *copy = smtpc_message_copy(msg, seed);
	good &= copy != NULL;
	if (copy != NULL) {
		good &= ok(smtpc_message_set_id(copy, SMTPC_STR("<i@x>"), NULL));
		good &= read_through(copy);
		smtpc_message_free(copy);
	}
	/* With memory again, everything works as if nothing had been. */
	mem->fail_at = 0;
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_FROM);
	CHECK(build(msg, mem, owner));
	CHECK(read_through(msg));
	smtpc_message_free(msg);
	return good;
}

static unsigned long run_all(bool fail_on)
{
	for (unsigned long at = 1;; at++) {
		test_mem mem;
		owner_count owner = {0};
		test_mem_init(&mem);
		mem.fail_at = at;
		mem.fail_on = fail_on;
		bool good = scenario(&mem, &owner);
		CHECK_INT(mem.held, 0);
		CHECK_INT(owner.refs, 0);
		if (good || test_current_failed || at > 10000) {
			return at;
		}
	}
}

static void survives_one_failure(void)
{
	/* So many allocations had their turn. */
	CHECK(run_all(false) > 80);
}

static void survives_lasting_failure(void)
{
	CHECK(run_all(true) > 80);
}

int main(void)
{
	RUN(survives_one_failure);
	RUN(survives_lasting_failure);
	return test_report();
}
