/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A hostile proxy, and URLs of proxies. Input: one octet of settings, then what the proxy says. The
 * same octets must end the same way whole and one by one, and not one behind the end may be taken.
 */
#include <stdlib.h>
#include <string.h>

#include "net/smtpc_proxy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth) {
		abort();
	}
}

/* What was taken of |data|, |step| octets at a time. */
static size_t talk(
	smtpc_proxy *p, const smtpc_proxy_url *url, const uint8_t *data, size_t size, size_t step)
{
	smtpc_proxy_target target = {.name = SMTPC_STR("mx.test"), .port = 25, .label = "p"};
	size_t at = 0;
	smtpc_proxy_begin(p, url, &target);
	while (at < size && p->state == SMTPC_PROXY_TALKING) {
		size_t n = size - at < step ? size - at : step;
		smtpc_proxy_sent(p, smtpc_proxy_output(p).len);
		size_t taken = smtpc_proxy_input(p, (smtpc_str){(const char *)data + at, n});
		must(taken <= n && (taken == n || p->state != SMTPC_PROXY_TALKING));
		at += taken;
	}
	return at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const urls[] = {
		"socks5h://p", "socks5h://u:password@p", "http://p", "http://u:password@p"};
	smtpc_proxy_url url;
	if (size < 1) {
		return 0;
	}
	if ((data[0] & 4) != 0) {
		smtpc_error err;
		(void)smtpc_proxy_parse(&url, (smtpc_str){(const char *)data + 1, size - 1}, &err);
		return 0;
	}
	const char *text = urls[data[0] & 3];
	must(smtpc_proxy_parse(&url, (smtpc_str){text, strlen(text)}, NULL) == SMTPC_OK);
	smtpc_proxy whole, split;
	size_t taken = talk(&whole, &url, data + 1, size - 1, size);
	must(talk(&split, &url, data + 1, size - 1, 1) == taken);
	must(whole.state == split.state && whole.error.code == split.error.code);
	must(strcmp(whole.error.message, split.error.message) == 0);
	must(strstr(whole.error.message, "password") == NULL ||
		(taken > 8 && memmem(data + 1, size - 1, "password", 8) != NULL) ||
		strstr(whole.error.message, "user name and password") != NULL);
	smtpc_proxy_end(&whole);
	smtpc_proxy_end(&split);
	return 0;
}
