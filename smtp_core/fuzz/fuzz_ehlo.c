/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a server says it can do: found if and only if a line begins with that word, whatever its
 * case, and never where it is to be overlooked. The first octet says which keywords are. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_ehlo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth) {
		abort();
	}
}

/* The plain way to look. */
static bool is_named(smtpc_str text, smtpc_cap cap)
{
	smtpc_str keyword = smtpc_str_of(smtpc_cap_name(cap));
	(void)smtpc_str_until(&text, '\n');
	while (text.len > 0) {
		smtpc_str line = smtpc_str_until(&text, '\n');
		if (cap == SMTPC_CAP_AUTH && smtpc_str_istarts(line, SMTPC_STR("AUTH="))) {
			return true;
		}
		smtpc_str word = smtpc_str_word(&line);
		if (smtpc_str_ieq(word, keyword)) {
			return true;
		}
	}
	return false;
}

static void check(const smtpc_caps *caps, smtpc_str text, uint8_t overlooked)
{
	for (smtpc_cap cap = 0; cap < SMTPC_CAP_COUNT; cap++) {
		bool hidden = (overlooked >> (cap % 8) & 1) != 0;
		must(caps->has[cap] == (!hidden && is_named(text, cap)));
	}
	must(caps->has[SMTPC_CAP_AUTH] || smtpc_buf_len(&caps->auth) == 0);
	must(caps->has[SMTPC_CAP_SIZE] || caps->max_size == 0);
	must(smtpc_buf_len(&caps->lines) <= text.len);
	smtpc_str name = smtpc_buf_str(&caps->name);
	must(name.len == 0 || memchr(name.ptr, ' ', name.len) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 60000) {
		return 0;
	}
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_str text = {(const char *)data + 1, size - 1};
	smtpc_str disabled[SMTPC_CAP_COUNT];
	size_t count = 0;
	for (smtpc_cap cap = 0; cap < SMTPC_CAP_COUNT; cap++) {
		if ((data[0] >> (cap % 8) & 1) != 0) {
			disabled[count++] = smtpc_str_of(smtpc_cap_name(cap));
		}
	}
	/* A first line is at most as long as a line of a reply. */
	smtpc_str rest = text;
	if (smtpc_str_until(&rest, '\n').len > 4096) {
		return 0;
	}
	smtpc_caps caps;
	smtpc_caps_init(&caps, mem);
	must(smtpc_caps_parse(&caps, SMTPC_STR("x\nSTARTTLS\nAUTH PLAIN\nSIZE 7"), NULL, 0) == SMTPC_OK);
	/* What was learnt before is forgotten. */
	must(smtpc_caps_parse(&caps, text, disabled, count) == SMTPC_OK);
	check(&caps, text, data[0]);
	smtpc_caps_reset(&caps);
	check(&caps, SMTPC_STR(""), 0);
	smtpc_caps_free(&caps);
	return 0;
}
