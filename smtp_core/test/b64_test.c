/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_b64_int.h"

static const struct {
	const char *plain, *coded;
} vectors[] = {
	/* RFC 4648 §10 */
	{"", ""},
	{"f", "Zg=="},
	{"fo", "Zm8="},
	{"foo", "Zm9v"},
	{"foob", "Zm9vYg=="},
	{"fooba", "Zm9vYmE="},
	{"foobar", "Zm9vYmFy"},
	{"\xfb\xff\xbf", "+/+/"},
};

static void matches_the_vectors(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		smtpc_buf buf;
		smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 100);
		CHECK_INT(smtpc_b64_append(&buf, smtpc_str_of(vectors[i].plain)), 0);
		CHECK_STR(smtpc_buf_str(&buf), vectors[i].coded);
		smtpc_buf_reset(&buf);
		CHECK_INT(smtpc_b64_decode(&buf, smtpc_str_of(vectors[i].coded)), 0);
		CHECK_STR(smtpc_buf_str(&buf), vectors[i].plain);
		smtpc_buf_free(&buf);
	}
}

static void round_trips_all_octets(void)
{
	char octets[256];
	for (int i = 0; i < 256; i++) {
		octets[i] = (char)(i * 7);
	}
	for (size_t len = 0; len <= sizeof octets; len++) {
		smtpc_buf coded, plain;
		smtpc_buf_init(&coded, smtpc_mem_or_default(NULL), 1000);
		smtpc_buf_init(&plain, smtpc_mem_or_default(NULL), 1000);
		CHECK_INT(smtpc_b64_append(&coded, (smtpc_str){octets, len}), 0);
		CHECK_INT(smtpc_buf_len(&coded), smtpc_b64_size(len));
		CHECK_INT(smtpc_b64_decode(&plain, smtpc_buf_str(&coded)), 0);
		CHECK(smtpc_str_eq(smtpc_buf_str(&plain), (smtpc_str){octets, len}));
		smtpc_buf_free(&coded);
		smtpc_buf_free(&plain);
	}
}

static void refuses_what_is_not_base64(void)
{
	static const char *const bad[] = {"Z", "Zg",
		"Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zm9_",
		"=m9v", "Z=9v", "Zm=v"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		smtpc_buf buf;
		smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 100);
		int rc = smtpc_b64_decode(&buf, smtpc_str_of(bad[i]));
		CHECK_INT(rc == SMTPC_E_ARGUMENT ? (int)i : -1, i);
		smtpc_buf_free(&buf);
	}
}

static void keeps_to_the_buffers_maximum(void)
{
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 3);
	CHECK_INT(smtpc_b64_append(&buf, SMTPC_STR("f")), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_b64_decode(&buf, SMTPC_STR("Zm9vYmFy")), SMTPC_E_NOMEM);
	smtpc_buf_free(&buf);
}

/* Base64 as RFC 4648 §4 tells it, bit by bit. */
static size_t encode_bitwise(char *out, const unsigned char *in, size_t len)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t used = 0;
	for (size_t bit = 0; bit < len * 8; bit += 6) {
		unsigned value = 0;
		for (size_t i = bit; i < bit + 6; i++) {
			value = value * 2 + (i < len * 8 && (in[i / 8] >> (7 - i % 8) & 1) != 0);
		}
		out[used++] = alphabet[value];
	}
	while (used % 4 != 0) {
		out[used++] = '=';
	}
	return used;
}

static void fill_random(unsigned char *octets, size_t len)
{
	static uint32_t state = 1;
	for (size_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		octets[i] = (unsigned char)(state >> 24);
	}
}

/* Buffers of exactly the size, so that one octet too many is noticed. */
static void encodes_every_length(void)
{
	for (size_t len = 0; len <= 1000; len++) {
		unsigned char *in = malloc(len + 1);
		char *out = malloc(smtpc_b64_size(len) + 1);
		static char want[2000];
		CHECK(in != NULL && out != NULL);
		fill_random(in + 1, len);
		smtpc_b64_encode(out + 1, in + 1, len);
		CHECK_INT(encode_bitwise(want, in + 1, len), smtpc_b64_size(len));
		CHECK(len == 0 || memcmp(out + 1, want, smtpc_b64_size(len)) == 0);
		free(in);
		free(out);
	}
}

static void check_lines(const smtpc_b64_impl *impl, size_t lines, size_t in_at, size_t out_at)
{
	size_t in_len = lines * SMTPC_B64_LINE_OCTETS, size = lines * SMTPC_B64_LINE_SIZE;
	unsigned char *in = malloc(in_at + in_len + (in_at == 0));
	char *out = malloc(out_at + size + (out_at == 0));
	CHECK(in != NULL && out != NULL);
	fill_random(in + in_at, in_len);
	memset(out, '#', out_at + size);
	impl->lines(out + out_at, in + in_at, lines);
	for (size_t i = 0; i < out_at; i++) {
		CHECK(out[i] == '#');
	}
	for (size_t line = 0; line < lines; line++) {
		char want[SMTPC_B64_LINE_SIZE] = "\r\n";
		encode_bitwise(want + 2, in + in_at + line * SMTPC_B64_LINE_OCTETS, SMTPC_B64_LINE_OCTETS);
		CHECK(memcmp(out + out_at + line * SMTPC_B64_LINE_SIZE, want, sizeof want) == 0);
	}
	free(in);
	free(out);
}

/* Every way that there is on this machine, by itself. */
static void encodes_whole_lines(void)
{
	size_t used = 0;
	for (size_t i = 0; i < smtpc_b64_impl_count; i++) {
		const smtpc_b64_impl *impl = &smtpc_b64_impls[i];
		if (!impl->usable()) {
			continue;
		}
		used++;
		for (size_t lines = 0; lines <= 40; lines++) {
			check_lines(impl, lines, 0, 0);
			check_lines(impl, lines, 1, 1);
		}
		for (size_t at = 0; at < 64; at++) {
			check_lines(impl, 3, at, 64 - at);
			check_lines(impl, 2, at * 5 % 64, at);
		}
		check_lines(impl, 2000, 3, 7);
	}
	CHECK(used > 0 && smtpc_b64_impls[smtpc_b64_impl_count - 1].usable());
}

/* Each of the 64 digits at each place of a line. */
static void knows_every_digit_everywhere(void)
{
	for (size_t i = 0; i < smtpc_b64_impl_count; i++) {
		for (unsigned value = 0; smtpc_b64_impls[i].usable() && value < 64; value++) {
			unsigned char in[SMTPC_B64_LINE_OCTETS];
			char out[SMTPC_B64_LINE_SIZE], want[SMTPC_B64_LINE_SIZE] = "\r\n";
			for (size_t at = 0; at < sizeof in; at += 3) {
				in[at] = (unsigned char)(value << 2 | value >> 4);
				in[at + 1] = (unsigned char)((value & 15) << 4 | value >> 2);
				in[at + 2] = (unsigned char)((value & 3) << 6 | value);
			}
			smtpc_b64_impls[i].lines(out, in, 1);
			encode_bitwise(want + 2, in, sizeof in);
			CHECK(memcmp(out, want, sizeof out) == 0);
		}
	}
}

static void chooses_a_way(void)
{
	unsigned char in[3 * SMTPC_B64_LINE_OCTETS];
	char out[3 * SMTPC_B64_LINE_SIZE], want[SMTPC_B64_LINE_CHARS];
	fill_random(in, sizeof in);
	CHECK_INT(smtpc_b64_lines(out, in, 3), sizeof out);
	encode_bitwise(want, in + 2 * SMTPC_B64_LINE_OCTETS, SMTPC_B64_LINE_OCTETS);
	CHECK(memcmp(out + sizeof out - sizeof want, want, sizeof want) == 0);
	CHECK_INT(smtpc_b64_lines(out, in, 0), 0);
}

int main(void)
{
	RUN(encodes_every_length);
	RUN(encodes_whole_lines);
	RUN(knows_every_digit_everywhere);
	RUN(chooses_a_way);
	RUN(matches_the_vectors);
	RUN(round_trips_all_octets);
	RUN(refuses_what_is_not_base64);
	RUN(keeps_to_the_buffers_maximum);
	return test_report();
}
