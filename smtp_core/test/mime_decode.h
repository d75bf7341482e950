/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Decoders for the tests of the message side, written apart from the encoders and as plainly as can
 * be: quoted-printable, base64, encoded words, unfolding. They give up (-1) on what a strict reader
 * would not take. Output goes to a buffer that the caller knows to be large enough. */
#ifndef MIME_DECODE_H
#define MIME_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline int decode_hex_digit(char c)
{
	const char *digits = "0123456789ABCDEF";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;
	return at != NULL ? (int)(at - digits) : -1;
}

/* RFC 2045 §6.7, strictly: lines of 76 at most, no blank at a line's end. */
static inline long decode_qp(char *out, const char *in, size_t len)
{
	size_t used = 0, line = 0;
	for (size_t i = 0; i < len; i++) {
		if (in[i] == '\r') {
			bool blank = i > 0 && (in[i - 1] == ' ' || in[i - 1] == '\t');
			if (i + 1 == len || in[i + 1] != '\n' || blank || line > 76) {
				return -1;
			}
			out[used++] = '\r';
			out[used++] = '\n';
			i++;
			line = 0;
		} else if (in[i] != '=') {
			if ((in[i] < ' ' && in[i] != '\t') || in[i] > '~') {
				return -1;
			}
			out[used++] = in[i];
			line++;
		} else if (i + 2 < len && in[i + 1] == '\r' && in[i + 2] == '\n') {
			if (line + 1 > 76) {
				return -1;
			}
			i += 2;
			line = 0;
		} else {
			int high = i + 2 < len ? decode_hex_digit(in[i + 1]) : -1;
			int low = i + 2 < len ? decode_hex_digit(in[i + 2]) : -1;
			if (high < 0 || low < 0) {
				return -1;
			}
			out[used++] = (char)(high * 16 + low);
			line += 3;
			i += 2;
		}
	}
	return line > 76 ? -1 : (long)used;
}

/* RFC 2045 §6.8: every line but the last has |line| characters. */
static inline long decode_b64(char *out, const char *in, size_t len, size_t line)
{
	const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t used = 0, col = 0, chars = 0, pad = 0;
	unsigned long bits = 0;
	for (size_t i = 0; i < len; i++) {
		if (in[i] == '\r') {
			if (i + 2 >= len || in[i + 1] != '\n' || col != line) {
				return -1;
			}
			col = 0;
			i++;
			continue;
		}
		const char *at = in[i] != '\0' ? strchr(alphabet, in[i]) : NULL;
		pad += in[i] == '=';
		if ((at == NULL && in[i] != '=') || (at != NULL && pad > 0)) {
			return -1;
		}
		bits = bits << 6 | (at != NULL ? (unsigned long)(at - alphabet) : 0);
		col++;
		if (++chars % 4 == 0) {
			out[used++] = (char)(bits >> 16 & 0xff);
			out[used++] = (char)(bits >> 8 & 0xff);
			out[used++] = (char)(bits & 0xff);
		}
	}
	return chars % 4 != 0 || pad > 2 || col > line ? -1 : (long)(used - pad);
}

/* Removes each CRLF before a blank (RFC 5322 §2.2.3). -1: a line of more than |max| octets, a line
 * without anything on it, a CR or LF elsewhere. */
static inline long decode_unfold(char *out, const char *in, size_t len, size_t max)
{
	size_t used = 0, line = 0;
	bool something = false;
	for (size_t i = 0; i < len; i++) {
		if (in[i] != '\r') {
			something |= in[i] != ' ' && in[i] != '\t';
			out[used++] = in[i];
			if (in[i] == '\n' || ++line > max) {
				return -1;
			}
			continue;
		}
		if (i + 1 >= len || in[i + 1] != '\n' || !something) {
			return -1;
		}
		i++;
		line = 0;
		something = false;
		if (i + 1 < len && in[i + 1] != ' ' && in[i + 1] != '\t') {
			return -1;
		}
	}
	return (long)used;
}

/* The text of the encoded word that |in| begins with; its length in *|word|, 0 if it is none. */
static inline long decode_one_word(char *out, const char *in, size_t len, size_t *word)
{
	*word = 0;
	/* There are no other encodings: RFC 2047 §4. */
	if (len < 12 || strncmp(in, "=?UTF-8?", 8) != 0 || strchr("BbQq", in[8]) == NULL ||
		in[9] != '?') {
		return 0;
	}
	size_t end = 10;
	while (end + 1 < len && in[end] != '?' && in[end] != ' ') {
		end++;
	}
	if (end + 1 >= len || in[end] != '?' || in[end + 1] != '=' || end + 2 > 75) {
		return 0;
	}
	*word = end + 2;
	if (in[8] == 'B') {
		return decode_b64(out, in + 10, end - 10, 76);
	}
	char q[76];
	for (size_t i = 10; i < end; i++) {
		q[i - 10] = in[i] == '_' ? ' ' : in[i];
	}
	return in[8] == 'Q' ? decode_qp(out, q, end - 10) : -1;
}

/* Unfolded text with its encoded words decoded: RFC 2047 §6.2, blanks between two of them go. -1
 * also for base64 with padding right before more base64, which some readers cannot read. */
static inline long decode_words(char *out, const char *in, size_t len)
{
	size_t used = 0, i = 0, blanks = 0;
	bool after_word = false, after_padding = false;
	while (i < len) {
		size_t word = 0;
		bool begins = i == 0 || in[i - 1] == ' ' || in[i - 1] == '\t';
		long got = begins ? decode_one_word(out + used, in + i, len - i, &word) : 0;
		bool ends = i + word == len || in[i + word] == ' ' || in[i + word] == '\t';
		/* RFC 2047 §5: no word begins in the middle of a character. */
		if (got < 0 || (word > 0 && ((unsigned char)out[used] & 0xc0) == 0x80)) {
			return -1;
		}
		if (word > 0 && ends) {
			if (after_word && after_padding && in[i + 8] == 'B') {
				return -1;
			}
			after_padding = in[i + 8] == 'B' && in[i + word - 3] == '=';
			if (after_word) {
				memmove(out + used - blanks, out + used, (size_t)got);
				used -= blanks;
			}
			used += (size_t)got;
			i += word;
			after_word = true;
			blanks = 0;
			continue;
		}
		bool blank = in[i] == ' ' || in[i] == '\t';
		after_word = after_word && blank;
		blanks = blank ? blanks + 1 : 0;
		out[used++] = in[i++];
	}
	return (long)used;
}

#endif
