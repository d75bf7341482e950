/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Content transfer encodings (RFC 2045 §6) as streams: octets are fed in pieces of any size, and
 * come out encoded into buffers of any size; how they were cut makes no difference. Text has its
 * line ends (CR, LF, CRLF) made CRLF on the way, in every encoding (RFC 2045 §6.6, RFC 2046
 * §4.1.1). Other content comes back octet by octet when it is decoded.
 *
 * 7bit and 8bit change nothing but that, and refuse what may not go so: see
 * smtpc_encoder_broken(). Binary takes everything. */
#ifndef SMTPC_ENCODE_H
#define SMTPC_ENCODE_H

#include "mime/smtpc_scan.h"
#include "smtpc.h"

/* No single step of an encoder makes more octets. */
enum { SMTPC_ENCODE_STEP = 16 };

typedef struct smtpc_encoder {
	smtpc_encoding kind; /* 7BIT copies; never AUTO */
	bool text;           /* line ends are line ends; without it they are octets like others */
	bool after_cr;       /* a LF that comes now belongs to the CR before it */
	bool finished;
	const char *broken; /* see smtpc_encoder_broken() */
	/* Octets of a marker that the line so far consists of: "From" (quoted-printable), "--=_" (7bit,
	 * 8bit). */
	unsigned char marked;
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

/* What is wrong with the content ("a line is longer than 998 octets"), if it may not go in this
 * encoding; NULL as long as nothing is. Only 7bit and 8bit ever break. From then on the encoder
 * takes everything and gives nothing but what stood before; ask behind every feed and finish. */
static inline const char *smtpc_encoder_broken(const smtpc_encoder *enc)
{
	return enc->broken;
}

/* Octets that |text| becomes: by arithmetic for base64, else by a run that goes nowhere. */
uint64_t smtpc_encoded_size(smtpc_str text, smtpc_encoding kind, const smtpc_scan *scan);
/* The same for octets that are no text: their line ends stay what they are. */
uint64_t smtpc_encoded_size_octets(smtpc_str octets, smtpc_encoding kind);
/* Characters and line breaks that |octets| (of which there may be INT64_MAX) become in base64. */
uint64_t smtpc_base64_size(uint64_t octets);

#endif
