/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * By blocks of octets. Nearly all blocks of a text are plain ASCII, about which there is nothing to
 * note; the others are counted as a whole, and only line ends are looked at one by one. */
#include "mime/smtpc_scan.h"

#include "mime/smtpc_char.h"

typedef struct scan_pass {
	smtpc_str text;
	size_t line;      /* where the line began */
	uint64_t escapes; /* line ends are not among them */
	uint64_t lone;    /* CR and LF that are not of a CRLF */
	bool nul, high;
	bool bad_line; /* too long, or like a boundary */
} scan_pass;

static void scan_line_begin(scan_pass *pass, size_t at)
{
	pass->line = at;
	pass->bad_line |= smtpc_scan_like_boundary(pass->text.ptr + at, pass->text.len - at);
}

/* There is a CR or LF at |at|. */
static void scan_line_end(scan_pass *pass, size_t at)
{
	const char *text = pass->text.ptr;
	if (text[at] == '\n' && at > 0 && text[at - 1] == '\r') {
		scan_line_begin(pass, at + 1);
		return;
	}
	pass->bad_line |= at - pass->line > SMTPC_LINE_MAX;
	if (text[at] == '\r' && at + 1 < pass->text.len && text[at + 1] == '\n') {
		return;
	}
	pass->lone++;
	scan_line_begin(pass, at + 1);
}

/* The |block| at |at|. */
static void scan_block(scan_pass *pass, smtpc_block block, size_t at)
{
	unsigned other = smtpc_block_bits(smtpc_char_not_qp(block));
	if (other == 0) {
		return;
	}
	unsigned ends = smtpc_block_bits(smtpc_char_ends(block));
	if (other != ends) {
		pass->escapes += smtpc_bits_count(other & ~ends);
		pass->nul |= smtpc_block_bits(smtpc_block_is(block, '\0')) != 0;
		pass->high |= smtpc_block_bits(smtpc_block_odd(block, '\0')) != 0;
	}
	for (; ends != 0; ends &= ends - 1) {
		scan_line_end(pass, at + smtpc_bits_first(ends));
	}
}

static void scan_blocks(scan_pass *pass)
{
	smtpc_str text = pass->text;
	size_t at = 0;
	for (; text.len - at >= SMTPC_BLOCK_SIZE; at += SMTPC_BLOCK_SIZE) {
		scan_block(pass, smtpc_block_load(text.ptr + at), at);
	}
	if (at < text.len) {
		char last[SMTPC_BLOCK_SIZE];
		memset(last, ' ', sizeof last);
		memcpy(last, text.ptr + at, text.len - at);
		scan_block(pass, smtpc_block_load(last), at);
	}
}

smtpc_scan smtpc_scan_text(smtpc_str text)
{
	scan_pass pass = {.text = text};
	if (text.len > 0) {
		scan_line_begin(&pass, 0);
		scan_blocks(&pass);
	}
	bool clean = !pass.nul && !pass.bad_line && text.len - pass.line <= SMTPC_LINE_MAX;
	return (smtpc_scan){
		.seven_bit = clean && !pass.high,
		.eight_bit = clean,
		.crlf = pass.lone == 0,
		.size = (uint64_t)text.len + pass.lone,
		.escapes = pass.escapes,
	};
}
