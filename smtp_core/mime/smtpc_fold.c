/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_fold.h"

#include "base/smtpc_b64.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

/* =?UTF-8?Q??= */
enum { WORD_FRAME = 12 };

void smtpc_fold_put(smtpc_fold *fold, smtpc_str text)
{
	fold->failed |= smtpc_buf_append_str(fold->out, text) < 0;
	fold->col += text.len;
	fold->first = false;
}

static void fold_newline(smtpc_fold *fold)
{
	smtpc_fold_put(fold, SMTPC_STR("\r\n"));
	fold->col = 0;
}

void smtpc_fold_begin(smtpc_fold *fold, smtpc_buf *out, smtpc_str name)
{
	*fold = (smtpc_fold){.out = out};
	smtpc_fold_put(fold, name);
	smtpc_fold_put(fold, SMTPC_STR(":"));
	fold->first = true;
}

void smtpc_fold_begin_text(smtpc_fold *fold, smtpc_buf *out, smtpc_str text)
{
	*fold = (smtpc_fold){.out = out};
	smtpc_fold_put(fold, text);
}

void smtpc_fold_space(smtpc_fold *fold, smtpc_str space, size_t next)
{
	bool fits = fold->col + space.len + next <= SMTPC_FOLD_AT;
	/* Not right behind the name: some readers take the space on the next line for a part of the
	 * value. And an empty line would end the header. */
	if (!fits && !fold->first && fold->col > 0) {
		fold_newline(fold);
	}
	smtpc_fold_put(fold, space);
}

void smtpc_fold_token(smtpc_fold *fold, smtpc_str space, smtpc_str text)
{
	smtpc_fold_space(fold, space, text.len);
	smtpc_fold_put(fold, text);
}

int smtpc_fold_end(smtpc_fold *fold)
{
	fold_newline(fold);
	return fold->failed ? SMTPC_E_NOMEM : SMTPC_OK;
}

/* ---- Encoded words ------------------------------------------------------- */

/* One field's way of encoding: B, or Q with the characters of one class as they are. */
typedef struct word_coding {
	bool q;
	unsigned plain;
} word_coding;

static size_t word_q_size(smtpc_str text, unsigned plain)
{
	size_t size = 0;
	for (size_t i = 0; i < text.len; i++) {
		size += text.ptr[i] == ' ' || smtpc_char_is(text.ptr[i], plain) ? 1 : 3;
	}
	return size;
}

/* How much of |text|, whole characters only (RFC 2047 §5), becomes a word of up to |room|. Of B,
 * what is not all of it has no padding: some readers join the words' base64 before they decode it,
 * and stop at a "=". 0: nothing fits, or only with padding. */
static size_t word_fit(smtpc_str text, word_coding coding, size_t room)
{
	size_t taken = 0;
	size_t unpadded = 0;
	size_t q_size = 0;
	while (taken < text.len) {
		smtpc_str rest = smtpc_str_skip(text, taken);
		size_t len = smtpc_utf8_len(rest);
		len = len > 0 ? len : 1;
		q_size += word_q_size((smtpc_str){rest.ptr, len}, coding.plain);
		size_t size = coding.q ? q_size : smtpc_b64_size(taken + len);
		if (WORD_FRAME + size > room) {
			return coding.q ? taken : unpadded;
		}
		taken += len;
		unpadded = taken % 3 == 0 ? taken : unpadded;
	}
	return taken;
}

/* |text|: so much as fits into one word. */
static void word_put_q(smtpc_fold *fold, smtpc_str text, unsigned plain)
{
	char out[SMTPC_FOLD_AT];
	size_t len = 0;
	for (size_t i = 0; i < text.len && len + 3 <= sizeof out; i++) {
		char c = text.ptr[i];
		if (c == ' ') {
			out[len++] = '_';
		} else if (smtpc_char_is(c, plain)) {
			out[len++] = c;
		} else {
			out[len] = '=';
			smtpc_hex_upper(out + len + 1, c);
			len += 3;
		}
	}
	smtpc_fold_put(fold, (smtpc_str){out, len});
}

static void word_put(smtpc_fold *fold, smtpc_str text, word_coding coding)
{
	if (coding.q) {
		smtpc_fold_put(fold, SMTPC_STR("=?UTF-8?Q?"));
		word_put_q(fold, text, coding.plain);
	} else {
		smtpc_fold_put(fold, SMTPC_STR("=?UTF-8?B?"));
		fold->failed |= smtpc_b64_append(fold->out, text) < 0;
		fold->col += smtpc_b64_size(text.len);
	}
	smtpc_fold_put(fold, SMTPC_STR("?="));
}

/* As a blank goes before each word, none gets longer than the 75 octets of RFC 2047 §2. */
static size_t word_room(const smtpc_fold *fold, size_t space)
{
	size_t used = fold->col + space + fold->keep;
	return used < SMTPC_FOLD_AT ? SMTPC_FOLD_AT - used : 0;
}

/* One word of what |text| begins with. */
static void word_put_first(smtpc_fold *fold, smtpc_str *text, word_coding coding)
{
	size_t room = word_room(fold, 0);
	size_t taken = word_fit(*text, coding, room);
	if (taken == 0) {
		coding.q = true;
		taken = word_fit(*text, coding, room);
	}
	word_put(fold, (smtpc_str){text->ptr, taken}, coding);
	*text = smtpc_str_skip(*text, taken);
}

void smtpc_fold_encoded(smtpc_fold *fold, smtpc_str space, smtpc_str text, bool phrase)
{
	enum { ROOM_WORTHWHILE = 32 }; /* any character fits, as Q too */
	unsigned plain = phrase ? SMTPC_CH_QPHRASE : SMTPC_CH_Q;
	word_coding coding = {word_q_size(text, plain) <= smtpc_b64_size(text.len), plain};
	size_t room = word_room(fold, space.len);
	bool broken = room < ROOM_WORTHWHILE && word_fit(text, coding, room) < text.len;
	while (text.len > 0) {
		if (broken) {
			fold_newline(fold);
		}
		smtpc_fold_put(fold, space);
		word_put_first(fold, &text, coding);
		space = SMTPC_STR(" ");
		broken = true;
	}
}
