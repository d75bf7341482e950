/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "mime/smtpc_encode.h"
#include "mime_decode.h"

enum { BIG = 64 * 1024 };

#define UML6 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"

static char encoded[BIG], again[BIG], decoded[BIG];

typedef struct coding {
	smtpc_encoding kind;
	bool text;
} coding;

/* What the last encoder said at its end. */
static const char *broken;

/* Encodes |text|, |piece| octets at a time into |room| octets at a time. Either is memory of
 * exactly that size, so that going past its end is noticed. */
static size_t encode(char *out, coding how, smtpc_str text, size_t piece, size_t room)
{
	smtpc_encoder enc;
	size_t used = 0, n;
	char *to = malloc(room);
	smtpc_encoder_init(&enc, how.kind, how.text);
	while (text.len > 0) {
		size_t len = piece < text.len ? piece : text.len;
		char *copy = malloc(len);
		memcpy(copy, text.ptr, len);
		smtpc_str in = {copy, len};
		while (in.len > 0) {
			n = smtpc_encoder_feed(&enc, &in, to, room);
			memcpy(out + used, to, n);
			used += n;
		}
		text = smtpc_str_skip(text, len);
		free(copy);
	}
	do {
		n = smtpc_encoder_finish(&enc, to, room);
		memcpy(out + used, to, n);
		used += n;
	} while (n > 0);
	broken = smtpc_encoder_broken(&enc);
	free(to);
	return used;
}

static smtpc_str encode_whole(smtpc_encoding kind, smtpc_str text)
{
	coding how = {kind, true};
	return (smtpc_str){encoded, encode(encoded, how, text, SIZE_MAX, sizeof encoded)};
}

static smtpc_str encode_octets(smtpc_encoding kind, smtpc_str octets)
{
	coding how = {kind, false};
	return (smtpc_str){encoded, encode(encoded, how, octets, SIZE_MAX, sizeof encoded)};
}

static bool begins_with(smtpc_str whole, smtpc_str part)
{
	return part.len <= whole.len && smtpc_str_eq((smtpc_str){whole.ptr, part.len}, part);
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

/* Copies are normal forms; of what may not go so, they are what stands before. */
static void is_copy(smtpc_str code, smtpc_str text, bool whole)
{
	smtpc_str normal = normal_form(decoded, text);
	CHECK(begins_with(normal, code));
	CHECK_INT(code.len == normal.len, whole);
	CHECK_INT(broken == NULL, whole);
}

static void round_trips(void)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		smtpc_str text = smtpc_str_of(samples[i]);
		smtpc_scan scan = smtpc_scan_text(text);
		is_copy(encode_whole(SMTPC_ENC_7BIT, text), text, scan.seven_bit);
		is_copy(encode_whole(SMTPC_ENC_8BIT, text), text, scan.eight_bit);
		is_copy(encode_whole(SMTPC_ENC_BINARY, text), text, true);
		for (int kind = SMTPC_ENC_8BIT; kind <= SMTPC_ENC_BINARY; kind++) {
			smtpc_str code = encode_whole((smtpc_encoding)kind, text);
			size_is_told_beforehand((smtpc_encoding)kind, code, text);
			if (kind == SMTPC_ENC_QP || kind == SMTPC_ENC_BASE64) {
				decodes_to((smtpc_encoding)kind, code, text);
			}
		}
	}
}

/* However input and output are cut, the same comes out, and the same is wrong with it. */
static void cut_everywhere(coding how, smtpc_str in)
{
	smtpc_str whole = {encoded, encode(encoded, how, in, SIZE_MAX, sizeof encoded)};
	const char *wrong = broken;
	for (size_t piece = 1; piece <= in.len; piece++) {
		for (size_t room = 1; room < 60; room += room < 20 ? 1 : 7) {
			size_t len = encode(again, how, in, piece, room);
			CHECK(smtpc_str_eq((smtpc_str){again, len}, whole));
			CHECK(broken == wrong);
		}
	}
}

/* Split in two at every offset. */
static void split_everywhere(coding how, smtpc_str in)
{
	smtpc_str whole = {encoded, encode(encoded, how, in, SIZE_MAX, sizeof encoded)};
	for (size_t at = 0; at <= in.len; at++) {
		smtpc_encoder enc;
		smtpc_encoder_init(&enc, how.kind, how.text);
		smtpc_str head = {in.ptr, at}, tail = smtpc_str_skip(in, at);
		size_t len = smtpc_encoder_feed(&enc, &head, again, sizeof again);
		len += smtpc_encoder_feed(&enc, &tail, again + len, sizeof again - len);
		len += smtpc_encoder_finish(&enc, again + len, sizeof again - len);
		CHECK(smtpc_str_eq((smtpc_str){again, len}, whole));
		CHECK(smtpc_encoder_broken(&enc) == broken);
	}
}

static void cuts_make_no_difference(void)
{
	for (size_t i = 0; i < SAMPLES; i++) {
		for (int kind = SMTPC_ENC_7BIT; kind <= SMTPC_ENC_BINARY; kind++) {
			for (int text = 0; text < 2; text++) {
				coding how = {(smtpc_encoding)kind, text != 0};
				cut_everywhere(how, smtpc_str_of(samples[i]));
				split_everywhere(how, smtpc_str_of(samples[i]));
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

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

static void decodes_to_octets(smtpc_encoding kind, smtpc_str octets)
{
	smtpc_str code = encode_octets(kind, octets);
	long len = kind == SMTPC_ENC_QP ? decode_qp(decoded, code.ptr, code.len)
									: decode_b64(decoded, code.ptr, code.len, 76);
	CHECK_INT(len, octets.len);
	CHECK(len >= 0 && smtpc_str_eq((smtpc_str){decoded, (size_t)len}, octets));
	CHECK(broken == NULL);
	CHECK_INT(smtpc_encoded_size_octets(octets, kind), code.len);
}

/* Content that is not text comes back octet by octet: each value at each column, among octets that
 * stand for themselves, that are escaped, and that are held back. */
static void keeps_every_octet_everywhere(void)
{
	static const char fillers[] = "a\r\n =\xff";
	for (size_t f = 0; f < sizeof fillers; f++) {
		for (unsigned c = 0; c < 256; c++) {
			for (size_t at = 0; at < 160; at += f == 0 ? 1 : 7) {
				char octets[160];
				memset(octets, fillers[f], sizeof octets);
				octets[at] = (char)c;
				decodes_to_octets(SMTPC_ENC_QP, (smtpc_str){octets, sizeof octets});
				decodes_to_octets(SMTPC_ENC_QP, (smtpc_str){octets, at + 1});
				decodes_to_octets(SMTPC_ENC_BASE64, (smtpc_str){octets, at + 1});
			}
		}
	}
	CHECK_STR(encode_octets(SMTPC_ENC_QP, SMTPC_STR("a\r\n\nb ")), "a=0D=0A=0Ab=20");
	CHECK_STR(encode_octets(SMTPC_ENC_QP, SMTPC_STR("a \r\n")), "a =0D=0A");
}

/* Long enough for whole lines at once, in pieces and rooms that do not fit them. */
static void round_trips_random_octets(void)
{
	static char octets[20000];
	uint32_t state = 1;
	for (size_t i = 0; i < sizeof octets; i++) {
		octets[i] = (char)next_random(&state);
	}
	for (int round = 0; round < 300; round++) {
		smtpc_encoding kind = round % 2 == 0 ? SMTPC_ENC_BASE64 : SMTPC_ENC_QP;
		smtpc_str in = {octets, next_random(&state) % sizeof octets};
		decodes_to_octets(kind, in);
		size_t len = smtpc_encoded_size_octets(in, kind);
		size_t cut = encode(again, (coding){kind, false}, in, 1 + next_random(&state) % 3000,
			1 + next_random(&state) % 5000);
		CHECK(smtpc_str_eq((smtpc_str){again, cut}, (smtpc_str){encoded, len}));
	}
	for (size_t len = 0; len <= 1000; len++) {
		decodes_to_octets(SMTPC_ENC_BASE64, (smtpc_str){octets, len});
	}
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
			size_t cut = encode(again, (coding){(smtpc_encoding)kind, true}, in,
				1 + next_random(&state) % 300, 1 + next_random(&state) % 200);
			CHECK(smtpc_str_eq((smtpc_str){again, cut}, code));
		}
	}
}

/* What 7bit and 8bit refuse, at which octet, and what the scan says of it. */
static void refuses_what_may_not_go_in_the_clear(void)
{
	static const char nul[] = "it has a NUL octet", high[] = "it has an octet over 127";
	static const char lone[] = "a line end is not CRLF";
	static const char like[] = "a line begins with \"--=_\", like a boundary";
	static const struct {
		smtpc_str in;
		size_t at;             /* of the octet that breaks it, as octets */
		const char *octets[2]; /* what 7bit and 8bit say of it */
		const char *text[2];
	} rows[] = {
		{{"", 0}, 0, {NULL, NULL}, {NULL, NULL}},
		{{"a\r\nb", 4}, 4, {NULL, NULL}, {NULL, NULL}},
		{{"\r\n\r\n", 4}, 4, {NULL, NULL}, {NULL, NULL}},
		{{"a\0b", 3}, 1, {nul, nul}, {nul, nul}},
		{{"a\r\nb\0", 5}, 4, {nul, nul}, {nul, nul}},
		{{"a\xc3\xa4", 3}, 1, {high, NULL}, {high, NULL}},
		{{"a\nb", 3}, 1, {lone, lone}, {NULL, NULL}},
		{{"a\rb", 3}, 1, {lone, lone}, {NULL, NULL}},
		{{"\r\r\n", 3}, 0, {lone, lone}, {NULL, NULL}},
		{{"\r\n\n", 3}, 2, {lone, lone}, {NULL, NULL}},
		{{"ab\r", 3}, 2, {lone, lone}, {NULL, NULL}},
		{{"--=_", 4}, 3, {like, like}, {like, like}},
		{{"--=", 3}, 3, {NULL, NULL}, {NULL, NULL}},
		{{"x\r\n--=_y", 8}, 6, {like, like}, {like, like}},
		{{" --=_y", 6}, 6, {NULL, NULL}, {NULL, NULL}},
		{{"---=_y", 6}, 6, {NULL, NULL}, {NULL, NULL}},
		{{"-\r\n-=_y", 7}, 7, {NULL, NULL}, {NULL, NULL}},
		{{"a line of more octets than a block\r\nand then a NUL\0 ", 51}, 50, {nul, nul},
			{nul, nul}},
		{{"a line of more octets than a block\r\nand \xc3\xa4", 42}, 40, {high, NULL},
			{high, NULL}},
		{{"a NUL in the midst \0 of a line of more octets than a block", 56}, 19, {nul, nul},
			{nul, nul}},
		{{"--=_ in a line of more octets than a block", 42}, 3, {like, like}, {like, like}},
		{{"--=\r\n--=_", 9}, 8, {like, like}, {like, like}},
		{{"--=\r\nabc_", 9}, 9, {NULL, NULL}, {NULL, NULL}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (int eight = 0; eight < 2; eight++) {
			smtpc_encoding kind = eight ? SMTPC_ENC_8BIT : SMTPC_ENC_7BIT;
			smtpc_str in = rows[i].in, code = encode_octets(kind, in);
			CHECK_STR(smtpc_str_of(broken), rows[i].octets[eight]);
			CHECK_INT(code.len, rows[i].octets[eight] != NULL ? rows[i].at : in.len);
			CHECK(begins_with(in, code));
			encode_whole(kind, in);
			CHECK_STR(smtpc_str_of(broken), rows[i].text[eight]);
			cut_everywhere((coding){kind, false}, in);
			split_everywhere((coding){kind, false}, in);
			cut_everywhere((coding){kind, true}, in);
			smtpc_scan scan = smtpc_scan_text(in);
			bool clear = eight ? scan.eight_bit : scan.seven_bit;
			CHECK_INT(clear, rows[i].text[eight] == NULL);
			CHECK_INT(clear && scan.crlf, rows[i].octets[eight] == NULL);
		}
		CHECK(smtpc_str_eq(encode_octets(SMTPC_ENC_BINARY, rows[i].in), rows[i].in));
		CHECK(broken == NULL);
	}
}

static void refuses_long_lines(void)
{
	static char text[3000];
	for (size_t before = 0; before <= 40; before += 8) {
		for (size_t len = 990; len < 1010; len++) {
			memset(text, 'a', sizeof text);
			if (before > 0) {
				memcpy(text + before - 2, "\r\n", 2);
			}
			memcpy(text + before + len, "\r\nb", 3);
			for (size_t more = 0; more <= 3; more++) {
				smtpc_str in = {text, before + len + more};
				CHECK_INT(smtpc_scan_text(in).eight_bit, len <= 998);
				if (more == 1) {
					continue;
				}
				for (size_t piece = 1; piece < 2000; piece += 333) {
					size_t got =
						encode(again, (coding){SMTPC_ENC_7BIT, false}, in, piece, 1 + len % 90);
					CHECK_INT(got, len <= 998 ? in.len : before + 998);
					CHECK_INT(broken == NULL, len <= 998);
					CHECK_INT(encode(again, (coding){SMTPC_ENC_8BIT, true}, in, piece, 4096), got);
				}
			}
		}
	}
	CHECK_STR(smtpc_str_of(broken), "a line is longer than 998 octets");
}

/* Takes everything, gives nothing, and stays broken. */
static void stays_broken(void)
{
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, SMTPC_ENC_7BIT, true);
	smtpc_str in = SMTPC_STR("good\nb\0d\n");
	CHECK_INT(smtpc_encoder_feed(&enc, &in, encoded, sizeof encoded), 7);
	CHECK_INT(in.len, 0);
	in = SMTPC_STR("good again\n");
	CHECK_INT(smtpc_encoder_feed(&enc, &in, encoded, sizeof encoded), 0);
	CHECK_INT(in.len, 0);
	CHECK_INT(smtpc_encoder_finish(&enc, encoded, sizeof encoded), 0);
	CHECK_STR(smtpc_str_of(smtpc_encoder_broken(&enc)), "it has a NUL octet");
}

/* What a scan finds, told octet by octet. */
static smtpc_scan scan_plainly(smtpc_str text)
{
	smtpc_scan scan = {.seven_bit = true, .eight_bit = true, .crlf = true};
	size_t line = 0;
	char start[5] = "";
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool crlf = c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
		if (c == '\r' || c == '\n') {
			scan.crlf = scan.crlf && crlf;
			scan.size += 2;
			i += crlf;
			line = 0;
			continue;
		}
		bool plain = c == '\t' || (c >= ' ' && c <= '~' && c != '=');
		scan.escapes += !plain;
		scan.size++;
		if (line < 4) {
			start[line] = c;
		}
		line++;
		if (c == '\0' || line > 998 || (line == 4 && memcmp(start, "--=_", 4) == 0)) {
			scan.eight_bit = false;
		}
		scan.seven_bit = scan.seven_bit && (unsigned char)c < 0x80;
	}
	scan.seven_bit = scan.seven_bit && scan.eight_bit;
	return scan;
}

static void check_scan(const char *text, size_t len)
{
	char *copy = malloc(len + (len == 0));
	if (copy == NULL) {
		CHECK(copy != NULL);
		return;
	}
	memcpy(copy, text, len);
	smtpc_scan got = smtpc_scan_text((smtpc_str){copy, len});
	smtpc_scan want = scan_plainly((smtpc_str){copy, len});
	CHECK_INT(got.seven_bit, want.seven_bit);
	CHECK_INT(got.eight_bit, want.eight_bit);
	CHECK_INT(got.crlf, want.crlf);
	CHECK_INT(got.size, want.size);
	CHECK_INT(got.escapes, want.escapes);
	free(copy);
}

static void scans_every_octet_everywhere(void)
{
	for (size_t len = 0; len <= 40; len++) {
		char text[40];
		memset(text, 'a', sizeof text);
		check_scan(text, len);
		for (size_t at = 0; at < len; at++) {
			for (unsigned c = 0; c < 256; c++) {
				text[at] = (char)c;
				check_scan(text, len);
			}
			text[at] = 'a';
		}
	}
}

static void scans_random_text(void)
{
	static const char *const parts[] = {"\r", "\n", "\r\n", "--=_", "--=", "-", "_", "=", "a", "\t",
		"plain words ", "\xc3\xa4", "\x7f", "\1"};
	static char text[4000];
	uint32_t state = 1;
	for (int round = 0; round < 20000; round++) {
		size_t len = 0, count = next_random(&state) % 30;
		for (size_t i = 0; i < count; i++) {
			/* Every other text is printable ASCII; seldom a line is about as long as it may be. */
			smtpc_str part = smtpc_str_of(parts[next_random(&state) % (round % 2 == 0 ? 14 : 11)]);
			memcpy(text + len, part.ptr, part.len);
			len += part.len;
			if (next_random(&state) % 64 == 0 && len < 2000) {
				size_t more = 995 + next_random(&state) % 6;
				memset(text + len, 'x', more);
				len += more;
			}
		}
		if (len > 0 && round % 7 == 0) {
			text[next_random(&state) % len] = '\0';
		}
		check_scan(text, len);
	}
	CHECK(smtpc_scan_text((smtpc_str){NULL, 0}).seven_bit);
}

static void foretells_sizes(void)
{
	CHECK_INT(smtpc_base64_size(0), 0);
	CHECK_INT(smtpc_base64_size(1), 4);
	CHECK_INT(smtpc_base64_size(57), 76);
	CHECK_INT(smtpc_base64_size(58), 76 + 2 + 4);
	CHECK_INT(smtpc_base64_size(114), 76 + 2 + 76);
	/* As large as files can be: groups of 4, and line breaks between lines of 19 groups. */
	uint64_t groups = (uint64_t)INT64_MAX / 3 + 1;
	CHECK(smtpc_base64_size(INT64_MAX) == groups * 4 + (groups - 1) / 19 * 2);
	smtpc_str octets = SMTPC_STR("a\nb\r\n=\xff");
	CHECK_INT(smtpc_encoded_size_octets(octets, SMTPC_ENC_QP), 2 + 5 * 3);
	CHECK_INT(smtpc_encoded_size_octets(octets, SMTPC_ENC_BASE64), 12);
	CHECK_INT(smtpc_encoded_size_octets(octets, SMTPC_ENC_BINARY), octets.len);
	CHECK_INT(smtpc_encoded_size_octets(octets, SMTPC_ENC_8BIT), octets.len);
}

int main(void)
{
	RUN(round_trips);
	RUN(cuts_make_no_difference);
	RUN(writes_quoted_printable_as_it_should);
	RUN(keeps_every_octet_everywhere);
	RUN(round_trips_random_octets);
	RUN(round_trips_random_text);
	RUN(refuses_what_may_not_go_in_the_clear);
	RUN(refuses_long_lines);
	RUN(stays_broken);
	RUN(scans_every_octet_everywhere);
	RUN(scans_random_text);
	RUN(foretells_sizes);
	return test_report();
}
