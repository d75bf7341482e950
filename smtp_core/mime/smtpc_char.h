/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The character classes of the mail grammars, as one table of bits: which ASCII characters may
 * stand where. */
#ifndef SMTPC_CHAR_H
#define SMTPC_CHAR_H

#include "base/smtpc_block.h"
#include "smtpc.h"

enum {
	SMTPC_CH_ATEXT = 0x01,   /* in an atom: RFC 5322 §3.2.3 */
	SMTPC_CH_TOKEN = 0x02,   /* in a token: RFC 2045 §5.1 */
	SMTPC_CH_FTEXT = 0x04,   /* in a field name: RFC 5322 §3.6.8 */
	SMTPC_CH_QP = 0x08,      /* as itself in quoted-printable (RFC 2045 §6.7), if not at an end */
	SMTPC_CH_Q = 0x10,       /* as itself in a Q encoded word: RFC 2047 §4.2 */
	SMTPC_CH_QPHRASE = 0x20, /* the same within a phrase: RFC 2047 §5 (3) */
	SMTPC_CH_HEX = 0x40
};

extern const unsigned char smtpc_char_class[256];

static inline bool smtpc_char_is(char c, unsigned classes)
{
	return (smtpc_char_class[(unsigned char)c] & classes) != 0;
}

/* The octets of a block that are not of SMTPC_CH_QP. */
static inline smtpc_block smtpc_char_not_qp(smtpc_block block)
{
	smtpc_block odd = smtpc_block_but(smtpc_block_odd(block, ' '), smtpc_block_is(block, '\t'));
	return smtpc_block_or(
		odd, smtpc_block_or(smtpc_block_is(block, '='), smtpc_block_is(block, 0x7f)));
}

/* The octets of a block that are CR or LF. */
static inline smtpc_block smtpc_char_ends(smtpc_block block)
{
	return smtpc_block_or(smtpc_block_is(block, '\r'), smtpc_block_is(block, '\n'));
}

/* At least one character, and all of these classes. */
bool smtpc_char_all(smtpc_str str, unsigned classes);
/* Octets before the first CR or LF. */
size_t smtpc_char_line_len(smtpc_str text);

#endif
