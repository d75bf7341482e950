/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "mime/smtpc_encode.h"
#include "mime_decode.h"

enum { BIG = 64 * 1024 };

#define UML6 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"

static char encoded[BIG], again[BIG], decoded[BIG];

/* Encodes |text|, |piece| octets at a time into |room| octets at a time. */
static size_t encode(char *out, smtpc_encoding kind, smtpc_str text, size_t piece, size_t room)
{
	smtpc_encoder enc;
	size_t used = 0;
	smtpc_encoder_init(&enc, kind, true);
	while (text.len > 0) {
		/* A copy of exactly this size, so that reading past its end is noticed. */
		size_t len = piece < text.len ? piece : text.len;
		char *copy = malloc(len);
		if (copy == NULL) {
			return 0;
		}
		memcpy(copy, text.ptr, len);
		smtpc_str in = {copy, len};
		while (in.len > 0) {
			used += smtpc_encoder_feed(&enc, &in, out + used, room);
		}
		text = smtpc_str_skip(text, len);
		free(copy);
	}
	size_t more;
	do {
		more = smtpc_encoder_finish(&enc, out + used, room);
		used += more;
	} while (more > 0);
	return used;
}

static smtpc_str encode_whole(smtpc_encoding kind, smtpc_str text)
{
	return (smtpc_str){encoded, encode(encoded, kind, text, SIZE_MAX, sizeof encoded)};
}

/* |text| with CRLF for each line end. */
static smtpc_str normal_form(char *out, smtpc_str text)
{
	size_t used = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '\n' && i > 0 && text.ptr[i - 1] == '\r') {
			continue;
		}
		if (c == '\r' || c == '\n') {
			out[used++] = '\r';
			c = '\n';
		}
		out[used++] = c;
	}
	return (smtpc_str){out, used};
}

static const char *const samples[] = {
	"",
	"a",
	"\n",
	"\r",
	"\r\r\n\n\r",
	"Hello\nworld\rand\r\nall",
	"Hello\n",
	"trailing \ntab\t\r\nboth \t \rend ",
	" ",
	"\t\n",
	".\n..\n.x\r\n.",
	"From me\nFrom\nFro m\n From me\nFrom  x\nFrom",
	"a=b\n=3D\n=",
	"Gr\xc3\xbc\xc3\x9f"
	"e aus \xe6\x97\xa5\xe6\x9c\xac\n\xf0\x9f\x98\x80",
	"one line of seventy five characters, which is the most that fits without =.",
	"one line of seventy six characters, which is one more than fits without an =",
	"one line of 74 characters and a blank at its end, so that it gets longer. \nx",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa4\xc3\xa4",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.dot at a start",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaFrom the start",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  \t  \nblanks",
	UML6 UML6 UML6 UML6,
};

enum { SAMPLES = sizeof samples / sizeof samples[0] };

static void decodes_to(smtpc_encoding kind, smtpc_str code, smtpc_str text)
{
	static char plain[BIG];
	smtpc_str want = normal_form(plain, text);
	long len = kind == SMTPC_ENC_QP ? decode_qp(decoded, code.ptr, code.len)
									: decode_b64(decoded, code.ptr, code.len, 76);
	CHECK_INT(len, want.len);
	CHECK(len >= 0 && smtpc_str_eq((smtpc_str){decoded, (size_t)len}, want));
}

static void size_is_told_beforehand(smtpc_encoding kind, smtpc_str code, smtpc_str text)
{
	smtpc_scan scan = smtpc_scan_text(text);
	CHECK_INT(smtpc_encoded_size(text, kind, &scan), code.len);
}

static void round_trips(void)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		smtpc_str text = smtpc_str_of(samples[i]);
		for (int kind = SMTPC_ENC_7BIT; kind <= SMTPC_ENC_BASE64; kind++) {
			smtpc_str code = encode_whole((smtpc_encoding)kind, text);
			size_is_told_beforehand((smtpc_encoding)kind, code, text);
			if (kind == SMTPC_ENC_7BIT || kind == SMTPC_ENC_8BIT) {
				CHECK(smtpc_str_eq(code, normal_form(decoded, text)));
			} else {
				decodes_to((smtpc_encoding)kind, code, text);
			}
		}
	}
}

/* However input and output are cut, the same comes out. */
static void cuts_make_no_difference(void)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		smtpc_str text = smtpc_str_of(samples[i]);
		for (int kind = SMTPC_ENC_7BIT; kind <= SMTPC_ENC_BASE64; kind++) {
			smtpc_str whole = encode_whole((smtpc_encoding)kind, text);
			for (size_t piece = 1; piece <= text.len; piece++) {
				for (size_t room = 1; room < 40; room += room < 20 ? 1 : 7) {
					size_t len = encode(again, (smtpc_encoding)kind, text, piece, room);
					CHECK(smtpc_str_eq((smtpc_str){again, len}, whole));
				}
			}
		}
	}
}

/* Split in two at every offset. */
static void splits_make_no_difference(void)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		smtpc_str text = smtpc_str_of(samples[i]);
		for (int kind = SMTPC_ENC_7BIT; kind <= SMTPC_ENC_BASE64; kind++) {
			smtpc_str whole = encode_whole((smtpc_encoding)kind, text);
			for (size_t at = 0; at <= text.len; at++) {
				smtpc_encoder enc;
				smtpc_encoder_init(&enc, (smtpc_encoding)kind, true);
				smtpc_str head = {text.ptr, at}, tail = smtpc_str_skip(text, at);
				size_t len = smtpc_encoder_feed(&enc, &head, again, sizeof again);
				len += smtpc_encoder_feed(&enc, &tail, again + len, sizeof again - len);
				len += smtpc_encoder_finish(&enc, again + len, sizeof again - len);
				CHECK(smtpc_str_eq((smtpc_str){again, len}, whole));
			}
		}
	}
}

static void writes_quoted_printable_as_it_should(void)
{
	static const struct {
		const char *text, *code;
	} rows[] = {
		{"a b\tc", "a b\tc"},
		{"a \nb\t", "a=20\r\nb=09"},
		{"\xc3\xa4=", "=C3=A4=3D"},
		{".\n.a", "=2E\r\n=2Ea"},
		{"a.b", "a.b"},
		{"From x\nFromage\n From x", "From=20x\r\nFromage\r\n From x"},
		{"\1\x7f", "=01=7F"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(encode_whole(SMTPC_ENC_QP, smtpc_str_of(rows[i].text)), rows[i].code);
	}
	smtpc_str nul = encode_whole(SMTPC_ENC_QP, SMTPC_STR("a\0b"));
	CHECK_STR(nul, "a=00b");
}

static void keeps_octets_that_are_no_text(void)
{
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, SMTPC_ENC_QP, false);
	smtpc_str in = SMTPC_STR("a\r\n\nb ");
	size_t len = smtpc_encoder_feed(&enc, &in, encoded, sizeof encoded);
	len += smtpc_encoder_finish(&enc, encoded + len, sizeof encoded - len);
	CHECK_STR(((smtpc_str){encoded, len}), "a=0D=0A=0Ab=20");
	smtpc_encoder_init(&enc, SMTPC_ENC_BASE64, false);
	in = SMTPC_STR("a\r\n\nb ");
	len = smtpc_encoder_feed(&enc, &in, encoded, sizeof encoded);
	len += smtpc_encoder_finish(&enc, encoded + len, sizeof encoded - len);
	CHECK_INT(decode_b64(decoded, encoded, len, 76), 6);
	CHECK(memcmp(decoded, "a\r\n\nb ", 6) == 0);
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

static void round_trips_random_text(void)
{
	static char text[6000];
	static const char alphabet[] = "aaaaabcdeFrom  .=\t\r\n\n\xc3\xa4";
	uint32_t state = 1;
	for (int round = 0; round < 150; round++) {
		size_t len = next_random(&state) % sizeof text;
		for (size_t i = 0; i < len; i++) {
			uint32_t r = next_random(&state);
			text[i] = round % 3 == 0 ? (char)r : alphabet[r % (sizeof alphabet - 1)];
		}
		for (int kind = SMTPC_ENC_QP; kind <= SMTPC_ENC_BASE64; kind++) {
			smtpc_str in = {text, len};
			smtpc_str code = encode_whole((smtpc_encoding)kind, in);
			decodes_to((smtpc_encoding)kind, code, in);
			size_is_told_beforehand((smtpc_encoding)kind, code, in);
			size_t cut = encode(again, (smtpc_encoding)kind, in, 1 + next_random(&state) % 300,
				1 + next_random(&state) % 200);
			CHECK(smtpc_str_eq((smtpc_str){again, cut}, code));
		}
	}
}

static void tells_what_may_go_as_it_is(void)
{
	static char line[1100];
	memset(line, 'a', sizeof line);
	CHECK(smtpc_scan_text((smtpc_str){line, 998}).seven_bit);
	CHECK(!smtpc_scan_text((smtpc_str){line, 999}).seven_bit);
	line[998] = '\r';
	CHECK(smtpc_scan_text((smtpc_str){line, 1100}).seven_bit);
	CHECK(smtpc_scan_text(SMTPC_STR("")).seven_bit);
	CHECK(!smtpc_scan_text(SMTPC_STR("a\0b")).seven_bit);
	CHECK(!smtpc_scan_text(SMTPC_STR("a\x80")).seven_bit);
	CHECK(!smtpc_scan_text(SMTPC_STR("x\n--=_boundary")).seven_bit);
	CHECK(smtpc_scan_text(SMTPC_STR("x --=_boundary")).seven_bit);
	CHECK_INT(smtpc_scan_text(SMTPC_STR("a\nb\rc\r\n")).size, 9);
	CHECK_INT(smtpc_scan_text(SMTPC_STR("a=\xc3\xa4\n")).escapes, 3);
}

int main(void)
{
	RUN(round_trips);
	RUN(cuts_make_no_difference);
	RUN(splits_make_no_difference);
	RUN(writes_quoted_printable_as_it_should);
	RUN(keeps_octets_that_are_no_text);
	RUN(round_trips_random_text);
	RUN(tells_what_may_go_as_it_is);
	return test_report();
}
