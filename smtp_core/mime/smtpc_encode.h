/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Content transfer encodings (RFC 2045 §6) as streams: octets are fed in pieces of any size, and
 * come out encoded into buffers of any size; how they were cut makes no difference. Text has its
 * line ends (CR, LF, CRLF) made CRLF on the way, in every encoding (RFC 2045 §6.6, RFC 2046
 * §4.1.1). */
#ifndef SMTPC_ENCODE_H
#define SMTPC_ENCODE_H

#include "smtpc.h"

/* No single step of an encoder makes more octets. */
enum { SMTPC_ENCODE_STEP = 16 };

typedef struct smtpc_encoder {
	smtpc_encoding kind; /* 7BIT copies; never AUTO */
	bool text;           /* line ends are line ends; without it they are octets like others */
	bool after_cr;       /* text: a LF that comes now belongs to the CR before it */
	bool finished;
	unsigned char from; /* quoted-printable: octets of "From" that the line begins with */
	/* Octets that wait for what follows: one blank (quoted-printable), or less than a group of
	 * three (base64). */
	unsigned char held_len;
	char held[3];
	unsigned col; /* octets on the line so far */
	/* What was made, but there was no room for it. */
	unsigned char spill_at, spill_len;
	char spill[SMTPC_ENCODE_STEP];
} smtpc_encoder;

void smtpc_encoder_init(smtpc_encoder *enc, smtpc_encoding kind, bool text);
/* Takes from |in| what it can and writes up to |room| octets: the number written. Stops when |in|
 * is empty or |out| is full. */
size_t smtpc_encoder_feed(smtpc_encoder *enc, smtpc_str *in, char *out, size_t room);
/* The end of the content: call until it writes nothing. */
size_t smtpc_encoder_finish(smtpc_encoder *enc, char *out, size_t room);

/* What a content is like, found in one pass. */
typedef struct smtpc_scan {
	bool seven_bit;   /* text may go as it is: ASCII without NUL, lines of 998 octets at most */
	uint64_t size;    /* octets in normal form (all line ends CRLF) */
	uint64_t escapes; /* octets that quoted-printable cannot leave as they are */
} smtpc_scan;

smtpc_scan smtpc_scan_text(smtpc_str text);

/* Octets that |text| becomes: by arithmetic for base64, else by a run that goes nowhere. */
uint64_t smtpc_encoded_size(smtpc_str text, smtpc_encoding kind, const smtpc_scan *scan);

#endif
