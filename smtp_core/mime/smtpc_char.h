/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The character classes of the mail grammars, as one table of bits: which ASCII characters may
 * stand where. */
#ifndef SMTPC_CHAR_H
#define SMTPC_CHAR_H

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

/* At least one character, and all of these classes. */
bool smtpc_char_all(smtpc_str str, unsigned classes);

#endif
