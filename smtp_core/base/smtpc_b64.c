/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_b64.h"

static const char b64_alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* 48 bits in one number; written so that compilers make two loads of it. */
static uint64_t b64_load6(const unsigned char *in)
{
	uint32_t four = (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
	uint32_t two = (uint32_t)in[4] << 8 | in[5];
	return (uint64_t)four << 16 | two;
}

static void b64_encode6(char out[8], const unsigned char *in)
{
	uint64_t bits = b64_load6(in);
	out[0] = b64_alphabet[bits >> 42];
	out[1] = b64_alphabet[bits >> 36 & 63];
	out[2] = b64_alphabet[bits >> 30 & 63];
	out[3] = b64_alphabet[bits >> 24 & 63];
	out[4] = b64_alphabet[bits >> 18 & 63];
	out[5] = b64_alphabet[bits >> 12 & 63];
	out[6] = b64_alphabet[bits >> 6 & 63];
	out[7] = b64_alphabet[bits & 63];
}

void smtpc_b64_encode(char *out, const void *data, size_t len)
{
	const unsigned char *in = data;
	for (; len >= 6; len -= 6, in += 6, out += 8) {
		b64_encode6(out, in);
	}
	for (; len >= 3; len -= 3, in += 3, out += 4) {
		out[0] = b64_alphabet[in[0] >> 2];
		out[1] = b64_alphabet[(in[0] & 3) << 4 | in[1] >> 4];
		out[2] = b64_alphabet[(in[1] & 15) << 2 | in[2] >> 6];
		out[3] = b64_alphabet[in[2] & 63];
	}
	if (len > 0) {
		unsigned second = len > 1 ? in[1] : 0;
		out[0] = b64_alphabet[in[0] >> 2];
		out[1] = b64_alphabet[(in[0] & 3u) << 4 | second >> 4];
		out[2] = len > 1 ? b64_alphabet[(second & 15) << 2] : '=';
		out[3] = '=';
	}
}

int smtpc_b64_append(smtpc_buf *out, smtpc_str data)
{
	if (data.len == 0) {
		return SMTPC_OK;
	}
	if (data.len > SIZE_MAX / 2) {
		return SMTPC_E_NOMEM;
	}
	size_t size = smtpc_b64_size(data.len);
	char *to = smtpc_buf_reserve(out, size);
	if (to == NULL) {
		return SMTPC_E_NOMEM;
	}
	smtpc_b64_encode(to, data.ptr, data.len);
	smtpc_buf_commit(out, size);
	return SMTPC_OK;
}

static int b64_value(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (c >= '0' && c <= '9') {
		return c - '0' + 52;
	}
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* One group of four; the number of octets it stands for, or 0 if it is malformed. */
static size_t b64_decode_group(char out[3], const char *in, bool last)
{
	size_t digits = 4;
	while (last && digits > 2 && in[digits - 1] == '=') {
		digits--;
	}
	uint32_t bits = 0;
	for (size_t i = 0; i < 4; i++) {
		int value = i < digits ? b64_value(in[i]) : 0;
		if (value < 0) {
			return 0;
		}
		bits = bits << 6 | (uint32_t)value;
	}
	out[0] = (char)(bits >> 16);
	out[1] = (char)(bits >> 8 & 0xff);
	out[2] = (char)(bits & 0xff);
	/* RFC 4648 §3.5: the bits behind the last octet must be zero. */
	if ((digits == 3 && out[2] != 0) || (digits == 2 && (out[1] != 0 || out[2] != 0))) {
		return 0;
	}
	return digits - 1;
}

int smtpc_b64_decode(smtpc_buf *out, smtpc_str text)
{
	if (text.len % 4 != 0) {
		return SMTPC_E_ARGUMENT;
	}
	for (size_t at = 0; at < text.len; at += 4) {
		char group[3];
		size_t len = b64_decode_group(group, text.ptr + at, at + 4 == text.len);
		if (len == 0) {
			return SMTPC_E_ARGUMENT;
		}
		if (smtpc_buf_append(out, group, len) < 0) {
			return SMTPC_E_NOMEM;
		}
	}
	return SMTPC_OK;
}
