/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Each encoding has three operations: a run of octets without line ends, a line end, the end. They
 * write only while SMTPC_ENCODE_STEP octets are free; when the caller has less room than that, they
 * write to the spill, which is handed out as room comes. */
#include "mime/smtpc_encode.h"

#include <string.h>

#include "base/smtpc_b64.h"
#include "mime/smtpc_char.h"

enum { QP_LINE = 75 }; /* 76 with the "=" of a soft line break: RFC 2045 §6.7 (5) */

/* Where the operations write to. */
typedef struct enc_out {
	char *at;
	char *end;
} enc_out;

typedef struct enc_ops {
	/* Takes from |in| while there is room for a step. */
	void (*run)(smtpc_encoder *enc, smtpc_str *in, enc_out *out);
	void (*line_end)(smtpc_encoder *enc, enc_out *out);
	void (*end)(smtpc_encoder *enc, enc_out *out);
} enc_ops;

static size_t out_room(const enc_out *out)
{
	return (size_t)(out->end - out->at);
}

static void out_put(enc_out *out, const char *data, size_t len)
{
	memcpy(out->at, data, len);
	out->at += len;
}

/* As smtpc_str_skip(), where |len| octets are there. */
static void in_take(smtpc_str *in, size_t len)
{
	in->ptr += len;
	in->len -= len;
}

/* ---- Binary -------------------------------------------------------------- */

static void copy_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	(void)enc;
	size_t len = in->len < out_room(out) ? in->len : out_room(out);
	out_put(out, in->ptr, len);
	in_take(in, len);
}

static void copy_line_end(smtpc_encoder *enc, enc_out *out)
{
	(void)enc;
	out_put(out, "\r\n", 2);
}

static void copy_end(smtpc_encoder *enc, enc_out *out)
{
	(void)enc;
	(void)out;
}

/* ---- 7bit and 8bit: copies of what may go so (RFC 2045 §2.7, §2.8) -------- */

/* One octet that is no line end; false if it breaks the content. */
static bool clear_octet(smtpc_encoder *enc, char c)
{
	static const char mark[] = "--=_";
	if (c == '\0') {
		enc->broken = "it has a NUL octet";
	} else if ((unsigned char)c > 0x7f && enc->kind == SMTPC_ENC_7BIT) {
		enc->broken = "it has an octet over 127";
	} else if (enc->col == SMTPC_LINE_MAX) {
		enc->broken = "a line is longer than 998 octets";
	} else if (enc->col == enc->marked && c == mark[enc->marked] && ++enc->marked == 4) {
		enc->broken = "a line begins with \"--=_\", like a boundary";
	}
	enc->col++;
	return enc->broken == NULL;
}

/* Every octet of |rest|, which is not at the start of a line, would be taken. */
static bool clear_all(const smtpc_encoder *enc, smtpc_str rest)
{
	unsigned found = 0;
	if (rest.len < SMTPC_BLOCK_SIZE || rest.len > SMTPC_LINE_MAX - enc->col) {
		return false;
	}
	for (size_t at = 0; at < rest.len; at += SMTPC_BLOCK_SIZE) {
		/* The last block may go back over the one before. */
		size_t last = rest.len - SMTPC_BLOCK_SIZE;
		smtpc_block block = smtpc_block_load(rest.ptr + (at < last ? at : last));
		smtpc_block nul = smtpc_block_is(block, '\0');
		smtpc_block odd = smtpc_block_odd(block, 1);
		found |= smtpc_block_bits(enc->kind == SMTPC_ENC_7BIT ? odd : nul);
	}
	return found == 0;
}

static void clear_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	size_t len = in->len < out_room(out) ? in->len : out_room(out);
	size_t taken = 0;
	while (taken < len) {
		smtpc_str rest = {in->ptr + taken, len - taken};
		if (enc->col > enc->marked && clear_all(enc, rest)) {
			enc->col += (unsigned)rest.len;
			taken = len;
		} else if (clear_octet(enc, rest.ptr[0])) {
			taken++;
		} else {
			break;
		}
	}
	out_put(out, in->ptr, taken);
	in_take(in, taken);
}

static void clear_line_end(smtpc_encoder *enc, enc_out *out)
{
	out_put(out, "\r\n", 2);
	enc->col = 0;
	enc->marked = 0;
}

/* ---- Quoted-printable ---------------------------------------------------- */

static void qp_soft_break(smtpc_encoder *enc, enc_out *out, unsigned needed)
{
	if (enc->col + needed > QP_LINE) {
		out_put(out, "=\r\n", 3);
		enc->col = 0;
	}
	if (enc->col == 0) {
		enc->marked = 0;
	}
}

/* Octets that one octet becomes. */
static unsigned qp_size(char c)
{
	return smtpc_char_is(c, SMTPC_CH_QP) ? 1 : 3;
}

static void qp_code(char to[3], char c)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char octet = (unsigned char)c;
	to[0] = '=';
	to[1] = hex[octet >> 4];
	to[2] = hex[octet & 15];
}

static void qp_escape(smtpc_encoder *enc, char c, enc_out *out)
{
	qp_soft_break(enc, out, 3);
	qp_code(out->at, c);
	out->at += 3;
	enc->col += 3;
}

/* "." and "From " at the start of a line are changed by careless relays and mailboxes: the dot and
 * the blank are escaped. False if |c| is none of their octets where it stands. */
static bool qp_marked(smtpc_encoder *enc, char c, enc_out *out)
{
	static const char mark[] = "From ";
	if (enc->col != enc->marked) {
		return false;
	}
	if (c == '.' ? enc->col == 0 : c == ' ' && enc->marked == 4) {
		qp_escape(enc, c, out);
		return true;
	}
	if (enc->marked == 4 || c != mark[enc->marked]) {
		return false;
	}
	*out->at++ = c;
	enc->col++;
	enc->marked++;
	return true;
}

/* Octets that stand for themselves: as long as whole blocks can be read and written. */
static void qp_plain(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	size_t len = SMTPC_BLOCK_SIZE;
	while (len == SMTPC_BLOCK_SIZE && in->len >= len && out_room(out) >= len) {
		size_t left = QP_LINE - enc->col;
		unsigned others = smtpc_block_bits(smtpc_char_not_qp(smtpc_block_load(in->ptr)));
		memcpy(out->at, in->ptr, SMTPC_BLOCK_SIZE);
		len = others != 0 ? smtpc_bits_first(others) : len;
		len = len < left ? len : left;
		out->at += len;
		enc->col += (unsigned)len;
		in_take(in, len);
	}
}

/* Some octets one by one, as many as fit. In content that is not text nobody can tell which need
 * escapes: without branches, writing the code in any case, of which one octet is kept or three. */
static void qp_octets(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	size_t max = in->len < 8 ? in->len : 8, done = 0;
	unsigned col = enc->col;
	char *to = out->at;
	for (; done < max && col <= QP_LINE - 3 && out->end - to >= 3; done++) {
		unsigned char c = (unsigned char)in->ptr[done];
		unsigned plain = (smtpc_char_class[c] & SMTPC_CH_QP) / SMTPC_CH_QP;
		qp_code(to, (char)c);
		to[0] = (char)('=' ^ (('=' ^ c) & (0 - plain)));
		to += 3 - 2 * plain;
		col += 3 - 2 * plain;
	}
	out->at = to;
	enc->col = col;
	in_take(in, done);
}

/* The last columns, where an escape may not fit. */
static void qp_last_octets(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	while (in->len > 0 && enc->col + qp_size(in->ptr[0]) <= QP_LINE && out_room(out) >= 3) {
		char c = in->ptr[0];
		unsigned size = qp_size(c);
		qp_code(out->at, c);
		out->at[0] = size == 1 ? c : '=';
		out->at += size;
		enc->col += size;
		in_take(in, 1);
	}
}

/* At least one octet, at most what is left of the line. */
static void qp_step(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	qp_soft_break(enc, out, qp_size(in->ptr[0]));
	if (qp_marked(enc, in->ptr[0], out)) {
		in_take(in, 1);
		return;
	}
	size_t before;
	do {
		before = in->len;
		qp_plain(enc, in, out);
		qp_octets(enc, in, out);
	} while (in->len > 0 && in->len < before);
	qp_last_octets(enc, in, out);
}

static void qp_flush_held(smtpc_encoder *enc, enc_out *out)
{
	if (enc->held_len > 0) {
		smtpc_str held = {enc->held, 1};
		enc->held_len = 0;
		qp_step(enc, &held, out);
	}
}

static void qp_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	qp_flush_held(enc, out);
	char last = in->ptr[in->len - 1];
	bool hold = last == ' ' || last == '\t';
	in->len -= hold;
	while (in->len > 0 && out_room(out) >= SMTPC_ENCODE_STEP) {
		qp_step(enc, in, out);
	}
	/* What a blank at the end becomes depends on what comes next. */
	if (hold && in->len == 0) {
		enc->held[0] = last;
		enc->held_len = 1;
		return;
	}
	in->len += hold;
}

/* A blank at the end of a line would get lost: RFC 2045 §6.7 (3). */
static void qp_end(smtpc_encoder *enc, enc_out *out)
{
	if (enc->held_len > 0) {
		enc->held_len = 0;
		qp_escape(enc, enc->held[0], out);
	}
}

static void qp_line_end(smtpc_encoder *enc, enc_out *out)
{
	qp_end(enc, out);
	out_put(out, "\r\n", 2);
	enc->col = 0;
	enc->marked = 0;
}

/* ---- Base64 -------------------------------------------------------------- */

/* The line breaks stand between the lines, not behind the last. */
static void b64_line_break(smtpc_encoder *enc, enc_out *out)
{
	if (enc->col == SMTPC_B64_LINE_CHARS) {
		out_put(out, "\r\n", 2);
		enc->col = 0;
	}
}

static void b64_put(smtpc_encoder *enc, const char *octets, size_t len, enc_out *out)
{
	b64_line_break(enc, out);
	smtpc_b64_encode(out->at, octets, len);
	out->at += smtpc_b64_size(len);
	enc->col += (unsigned)smtpc_b64_size(len);
}

static void b64_fill_held(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	while (enc->held_len < 3 && in->len > 0) {
		enc->held[enc->held_len++] = in->ptr[0];
		in_take(in, 1);
	}
	if (enc->held_len == 3) {
		b64_put(enc, enc->held, 3, out);
		enc->held_len = 0;
	}
}

/* Whole groups of three octets: as many as are left, fit on the line and into |out|. */
static void b64_groups(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	bool full = enc->col == SMTPC_B64_LINE_CHARS;
	size_t line_left = full ? SMTPC_B64_LINE_CHARS : SMTPC_B64_LINE_CHARS - enc->col;
	size_t groups = in->len / 3;
	size_t fit = (out_room(out) - 2) / 4;
	groups = groups < fit ? groups : fit;
	groups = groups < line_left / 4 ? groups : line_left / 4;
	b64_put(enc, in->ptr, groups * 3, out);
	in_take(in, groups * 3);
}

/* Behind a full line, as many more full lines as there are and fit; false if there are none. */
static bool b64_full_lines(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	size_t lines = in->len / SMTPC_B64_LINE_OCTETS;
	size_t fit = out_room(out) / SMTPC_B64_LINE_SIZE;
	lines = lines < fit ? lines : fit;
	if (enc->col != SMTPC_B64_LINE_CHARS || lines == 0) {
		return false;
	}
	out->at += smtpc_b64_lines(out->at, in->ptr, lines);
	in_take(in, lines * SMTPC_B64_LINE_OCTETS);
	return true;
}

static void b64_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	while (in->len > 0 && out_room(out) >= SMTPC_ENCODE_STEP) {
		if (enc->held_len > 0 || in->len < 3) {
			b64_fill_held(enc, in, out);
		} else if (!b64_full_lines(enc, in, out)) {
			b64_groups(enc, in, out);
		}
	}
}

static void b64_line_end(smtpc_encoder *enc, enc_out *out)
{
	smtpc_str line_end = SMTPC_STR("\r\n");
	b64_run(enc, &line_end, out);
	b64_fill_held(enc, &line_end, out);
}

static void b64_end(smtpc_encoder *enc, enc_out *out)
{
	if (enc->held_len > 0) {
		b64_put(enc, enc->held, enc->held_len, out);
		enc->held_len = 0;
	}
}

static const enc_ops enc_table[] = {
	[SMTPC_ENC_AUTO] = {copy_run, copy_line_end, copy_end},
	[SMTPC_ENC_7BIT] = {clear_run, clear_line_end, copy_end},
	[SMTPC_ENC_8BIT] = {clear_run, clear_line_end, copy_end},
	[SMTPC_ENC_QP] = {qp_run, qp_line_end, qp_end},
	[SMTPC_ENC_BASE64] = {b64_run, b64_line_end, b64_end},
	[SMTPC_ENC_BINARY] = {copy_run, copy_line_end, copy_end},
};

/* ---- The frame around them ----------------------------------------------- */

void smtpc_encoder_init(smtpc_encoder *enc, smtpc_encoding kind, bool text)
{
	*enc = (smtpc_encoder){.kind = kind, .text = text};
}

/* Octets before the first line end, of those that are worth looking at now. */
static size_t enc_run_len(smtpc_str in, size_t room)
{
	in.len = in.len < room ? in.len : room;
	return smtpc_char_line_len(in);
}

/* Line ends are not octets like others: in text because they become CRLF, in what goes in the clear
 * because they must be CRLF. */
static bool enc_knows_lines(const smtpc_encoder *enc)
{
	return enc->text || enc->kind == SMTPC_ENC_7BIT || enc->kind == SMTPC_ENC_8BIT;
}

/* A CR or LF that is not of a CRLF, in what must have no other line ends. */
static void enc_lone(smtpc_encoder *enc)
{
	enc->broken = "a line end is not CRLF";
}

static void enc_line_end(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	bool cr = in->ptr[0] == '\r';
	bool crlf = enc->after_cr && !cr;
	if (!enc->text && enc->after_cr == cr) {
		enc_lone(enc);
		return;
	}
	enc->after_cr = cr;
	in_take(in, 1);
	/* Text has a line end at the CR, whatever follows; other content at the LF. */
	if (enc->text ? !crlf : crlf) {
		enc_table[enc->kind].line_end(enc, out);
	}
}

static void enc_take_run(smtpc_encoder *enc, smtpc_str *in, size_t len, enc_out *out)
{
	smtpc_str run = {in->ptr, len};
	if (!enc->text && enc->after_cr) {
		enc_lone(enc);
		return;
	}
	enc->after_cr = false;
	enc_table[enc->kind].run(enc, &run, out);
	in_take(in, len - run.len);
}

static void enc_take(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	bool lines = enc_knows_lines(enc);
	while (in->len > 0 && out_room(out) >= SMTPC_ENCODE_STEP && enc->broken == NULL) {
		size_t len = lines ? enc_run_len(*in, out_room(out)) : in->len;
		if (len == 0) {
			enc_line_end(enc, in, out);
		} else {
			enc_take_run(enc, in, len, out);
		}
	}
}

static size_t enc_drain_spill(smtpc_encoder *enc, char *out, size_t room)
{
	size_t len = (size_t)(enc->spill_len - enc->spill_at);
	len = len < room ? len : room;
	memcpy(out, enc->spill + enc->spill_at, len);
	enc->spill_at = (unsigned char)(enc->spill_at + len);
	return len;
}

static void enc_spilled(smtpc_encoder *enc, const enc_out *out)
{
	enc->spill_at = 0;
	enc->spill_len = (unsigned char)(out->at - enc->spill);
}

size_t smtpc_encoder_feed(smtpc_encoder *enc, smtpc_str *in, char *out, size_t room)
{
	size_t used = enc_drain_spill(enc, out, room);
	while (in->len > 0 && used < room && enc->broken == NULL) {
		if (room - used >= SMTPC_ENCODE_STEP) {
			enc_out direct = {out + used, out + room};
			enc_take(enc, in, &direct);
			used = (size_t)(direct.at - out);
		} else {
			enc_out spill = {enc->spill, enc->spill + sizeof enc->spill};
			enc_take(enc, in, &spill);
			enc_spilled(enc, &spill);
			used += enc_drain_spill(enc, out + used, room - used);
		}
	}
	if (enc->broken != NULL) {
		*in = (smtpc_str){"", 0};
	}
	return used;
}

size_t smtpc_encoder_finish(smtpc_encoder *enc, char *out, size_t room)
{
	size_t used = enc_drain_spill(enc, out, room);
	if (!enc->finished && used < room) {
		enc_out spill = {enc->spill, enc->spill + sizeof enc->spill};
		enc->finished = true;
		if (!enc->text && enc->after_cr) {
			enc_lone(enc);
		}
		enc_table[enc->kind].end(enc, &spill);
		enc_spilled(enc, &spill);
		used += enc_drain_spill(enc, out + used, room - used);
	}
	return used;
}

/* ---- Sizes --------------------------------------------------------------- */

static uint64_t encoded_dry_run(smtpc_str in, smtpc_encoding kind, bool text)
{
	char nowhere[4096];
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, kind, text);
	uint64_t size = 0;
	while (in.len > 0) {
		size += smtpc_encoder_feed(&enc, &in, nowhere, sizeof nowhere);
	}
	size_t more;
	do {
		more = smtpc_encoder_finish(&enc, nowhere, sizeof nowhere);
		size += more;
	} while (more > 0);
	return size;
}

uint64_t smtpc_base64_size(uint64_t octets)
{
	uint64_t chars = (octets / 3 + (octets % 3 != 0)) * 4;
	return chars + (chars > 0 ? (chars - 1) / SMTPC_B64_LINE_CHARS * 2 : 0);
}

uint64_t smtpc_encoded_size(smtpc_str text, smtpc_encoding kind, const smtpc_scan *scan)
{
	if (kind == SMTPC_ENC_QP) {
		return encoded_dry_run(text, kind, true);
	}
	return kind == SMTPC_ENC_BASE64 ? smtpc_base64_size(scan->size) : scan->size;
}

uint64_t smtpc_encoded_size_octets(smtpc_str octets, smtpc_encoding kind)
{
	if (kind == SMTPC_ENC_QP) {
		return encoded_dry_run(octets, kind, false);
	}
	return kind == SMTPC_ENC_BASE64 ? smtpc_base64_size(octets.len) : octets.len;
}
