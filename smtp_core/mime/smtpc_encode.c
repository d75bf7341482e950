/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Each encoding has three operations: a run of octets without line ends, a line end, the end. They
 * write only while SMTPC_ENCODE_STEP octets are free; when the caller has less room than that, they
 * write to the spill, which is handed out as room comes. */
#include "mime/smtpc_encode.h"

#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

enum {
	QP_LINE = 75,  /* 76 with the "=" of a soft line break: RFC 2045 §6.7 (5) */
	B64_LINE = 76, /* RFC 2045 §6.8 */
	B64_LINE_OCTETS = 57
};

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

/* ---- 7bit ---------------------------------------------------------------- */

static void copy_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	(void)enc;
	size_t len = in->len < out_room(out) ? in->len : out_room(out);
	out_put(out, in->ptr, len);
	*in = smtpc_str_skip(*in, len);
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

/* ---- Quoted-printable ---------------------------------------------------- */

static void qp_soft_break(smtpc_encoder *enc, enc_out *out, unsigned needed)
{
	if (enc->col + needed > QP_LINE) {
		out_put(out, "=\r\n", 3);
		enc->col = 0;
	}
	if (enc->col == 0) {
		enc->from = 0;
	}
}

static void qp_escape(smtpc_encoder *enc, char c, enc_out *out)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char octet = (unsigned char)c;
	char code[3] = {'=', hex[octet >> 4], hex[octet & 15]};
	qp_soft_break(enc, out, sizeof code);
	out_put(out, code, sizeof code);
	enc->col += sizeof code;
}

/* One octet that may stand for itself, but for two that are special at the start of a line: "."
 * and "From " are changed by careless relays and mailboxes. */
static void qp_first_octets(smtpc_encoder *enc, char c, enc_out *out)
{
	static const char from[] = "From ";
	qp_soft_break(enc, out, 1);
	if ((c == '.' && enc->col == 0) || (c == ' ' && enc->from == 4 && enc->col == 4)) {
		qp_escape(enc, c, out);
		return;
	}
	if (enc->col == enc->from && c == from[enc->from]) {
		enc->from++;
	}
	*out->at++ = c;
	enc->col++;
}

static void qp_flush_held(smtpc_encoder *enc, enc_out *out)
{
	if (enc->held_len > 0) {
		enc->held_len = 0;
		qp_first_octets(enc, enc->held[0], out);
	}
}

/* Octets at the start of |in| that stand for themselves and fit on this line. */
static size_t qp_plain_len(const smtpc_encoder *enc, smtpc_str in, const enc_out *out)
{
	size_t max = QP_LINE - enc->col;
	max = max < in.len ? max : in.len;
	max = max < out_room(out) ? max : out_room(out);
	size_t len = 0;
	while (len < max && smtpc_char_is(in.ptr[len], SMTPC_CH_QP)) {
		len++;
	}
	return len;
}

static void qp_step(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	char c = in->ptr[0];
	size_t taken = 1;
	if (!smtpc_char_is(c, SMTPC_CH_QP)) {
		qp_escape(enc, c, out);
	} else if (enc->col < 5 || enc->col == QP_LINE) {
		qp_first_octets(enc, c, out);
	} else {
		taken = qp_plain_len(enc, *in, out);
		out_put(out, in->ptr, taken);
		enc->col += (unsigned)taken;
	}
	*in = smtpc_str_skip(*in, taken);
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
	enc->from = 0;
}

/* ---- Base64 -------------------------------------------------------------- */

/* The line breaks stand between the lines, not behind the last. */
static void b64_line_break(smtpc_encoder *enc, enc_out *out)
{
	if (enc->col == B64_LINE) {
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
		*in = smtpc_str_skip(*in, 1);
	}
	if (enc->held_len == 3) {
		b64_put(enc, enc->held, 3, out);
		enc->held_len = 0;
	}
}

/* Whole groups of three octets: as many as are left, fit on the line and into |out|. */
static void b64_groups(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	size_t line_left = enc->col == B64_LINE ? B64_LINE : B64_LINE - enc->col;
	size_t groups = in->len / 3;
	size_t fit = (out_room(out) - 2) / 4;
	groups = groups < fit ? groups : fit;
	groups = groups < line_left / 4 ? groups : line_left / 4;
	b64_put(enc, in->ptr, groups * 3, out);
	*in = smtpc_str_skip(*in, groups * 3);
}

static void b64_run(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	while (in->len > 0 && out_room(out) >= SMTPC_ENCODE_STEP) {
		if (enc->held_len > 0 || in->len < 3) {
			b64_fill_held(enc, in, out);
		} else {
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
	[SMTPC_ENC_7BIT] = {copy_run, copy_line_end, copy_end},
	[SMTPC_ENC_8BIT] = {copy_run, copy_line_end, copy_end},
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
	size_t max = in.len < room ? in.len : room;
	size_t len = 0;
	while (len < max && in.ptr[len] != '\n' && in.ptr[len] != '\r') {
		len++;
	}
	return len;
}

static void enc_line_end(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	bool lf_of_cr = enc->after_cr && in->ptr[0] == '\n';
	enc->after_cr = in->ptr[0] == '\r';
	*in = smtpc_str_skip(*in, 1);
	if (!lf_of_cr) {
		enc_table[enc->kind].line_end(enc, out);
	}
}

static void enc_take(smtpc_encoder *enc, smtpc_str *in, enc_out *out)
{
	while (in->len > 0 && out_room(out) >= SMTPC_ENCODE_STEP) {
		size_t len = enc->text ? enc_run_len(*in, out_room(out)) : in->len;
		if (len == 0) {
			enc_line_end(enc, in, out);
			continue;
		}
		smtpc_str run = {in->ptr, len};
		enc_table[enc->kind].run(enc, &run, out);
		enc->after_cr = false;
		*in = smtpc_str_skip(*in, len - run.len);
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
	while (in->len > 0 && used < room) {
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
	return used;
}

size_t smtpc_encoder_finish(smtpc_encoder *enc, char *out, size_t room)
{
	size_t used = enc_drain_spill(enc, out, room);
	if (!enc->finished && used < room) {
		enc_out spill = {enc->spill, enc->spill + sizeof enc->spill};
		enc->finished = true;
		enc_table[enc->kind].end(enc, &spill);
		enc_spilled(enc, &spill);
		used += enc_drain_spill(enc, out + used, room - used);
	}
	return used;
}

/* ---- Looking at content beforehand --------------------------------------- */

/* One line without its end. */
static void scan_line(smtpc_scan *scan, smtpc_str line)
{
	enum { LINE_MAX_OCTETS = 998 }; /* RFC 5322 §2.1.1 */
	uint64_t escapes = 0;
	unsigned char all = 0;
	bool nul = false;
	for (size_t i = 0; i < line.len; i++) {
		escapes += !smtpc_char_is(line.ptr[i], SMTPC_CH_QP);
		all |= (unsigned char)line.ptr[i];
		nul |= line.ptr[i] == '\0';
	}
	/* A line like our boundaries must not stand in the clear. */
	bool boundary = smtpc_str_istarts(line, SMTPC_STR("--=_"));
	bool clean = all < 0x80 && !nul && !boundary && line.len <= LINE_MAX_OCTETS;
	scan->seven_bit = scan->seven_bit && clean;
	scan->escapes += escapes;
	scan->size += line.len;
}

smtpc_scan smtpc_scan_text(smtpc_str text)
{
	smtpc_scan scan = {.seven_bit = true};
	while (text.len > 0) {
		smtpc_str line = {text.ptr, enc_run_len(text, text.len)};
		scan_line(&scan, line);
		text = smtpc_str_skip(text, line.len);
		if (text.len > 0) {
			bool crlf = text.len > 1 && text.ptr[0] == '\r' && text.ptr[1] == '\n';
			text = smtpc_str_skip(text, crlf ? 2 : 1);
			scan.size += 2;
		}
	}
	return scan;
}

static uint64_t encoded_dry_run(smtpc_str text, smtpc_encoding kind)
{
	char nowhere[4096];
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, kind, true);
	uint64_t size = 0;
	while (text.len > 0) {
		size += smtpc_encoder_feed(&enc, &text, nowhere, sizeof nowhere);
	}
	size_t more;
	do {
		more = smtpc_encoder_finish(&enc, nowhere, sizeof nowhere);
		size += more;
	} while (more > 0);
	return size;
}

uint64_t smtpc_encoded_size(smtpc_str text, smtpc_encoding kind, const smtpc_scan *scan)
{
	if (kind == SMTPC_ENC_QP) {
		return encoded_dry_run(text, kind);
	}
	if (kind == SMTPC_ENC_BASE64) {
		uint64_t chars = (scan->size + 2) / 3 * 4;
		return chars + (chars > 0 ? (chars - 1) / B64_LINE * 2 : 0);
	}
	return scan->size;
}
