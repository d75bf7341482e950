/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_header.h"

#include <string.h>

#include "base/smtpc_str.h"
#include "mime/smtpc_addr.h"
#include "mime/smtpc_char.h"
#include "mime/smtpc_fold.h"

enum {
	/* A word that is longer goes out encoded, so that no line gets over 998 octets. */
	TEXT_WORD_MAX = 900,
	/* The same in a name, where each character may need a backslash. */
	NAME_WORD_MAX = 400
};

static const smtpc_str one_space = {" ", 1};

int smtpc_header_plain(smtpc_buf *out, smtpc_str name, smtpc_str value)
{
	size_t size = name.len + 2 + value.len + 2;
	if (smtpc_buf_reserve(out, size) == NULL) {
		return SMTPC_E_NOMEM;
	}
	smtpc_buf_append_str(out, name);
	smtpc_buf_append(out, ": ", 2);
	smtpc_buf_append_str(out, value);
	smtpc_buf_append(out, "\r\n", 2);
	return SMTPC_OK;
}

/* ---- Unstructured text --------------------------------------------------- */

static bool header_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Cuts white space and the word behind it off |rest|; either may be empty. */
static void header_next_word(smtpc_str *rest, smtpc_str *space, smtpc_str *word)
{
	size_t start = 0;
	while (start < rest->len && header_is_blank(rest->ptr[start])) {
		start++;
	}
	*space = (smtpc_str){rest->ptr, start};
	*rest = smtpc_str_skip(*rest, start);
	*word = smtpc_str_word(rest);
}

/* The start of an encoded word, =?charset?B? or ?Q?, begins in |word|; it may go on in |rest|, what
 * begins there: readers are lenient about blanks. A mere "=?" is common in addresses of the web. */
static bool header_has_encoded_mark(smtpc_str word, smtpc_str rest)
{
	for (size_t i = 0; i + 1 < word.len; i++) {
		if (word.ptr[i] != '=' || word.ptr[i + 1] != '?') {
			continue;
		}
		smtpc_str behind = smtpc_str_skip(rest, i + 2);
		smtpc_str_until(&behind, '?');
		char encoding = behind.len > 1 ? smtpc_lower(behind.ptr[0]) : '\0';
		if ((encoding == 'b' || encoding == 'q') && behind.ptr[1] == '?') {
			return true;
		}
	}
	return false;
}

/* Not ASCII, taken for an encoded word by a reader, or too long for a line. */
static bool header_word_needs_encoding(smtpc_str word, smtpc_str rest)
{
	return word.len > TEXT_WORD_MAX || !smtpc_str_is_ascii(word) ||
		header_has_encoded_mark(word, rest);
}

/* The part of |value| from the first to the last word that must be encoded. White space goes with
 * the words around it where it would get lost: at either end, and in long runs. */
static smtpc_str header_part_to_encode(smtpc_str value)
{
	smtpc_str rest = value;
	const char *start = NULL;
	const char *end = NULL;
	const char *before = value.ptr; /* the word before this one */
	while (rest.len > 0) {
		smtpc_str space, word;
		bool first = rest.ptr == value.ptr;
		const char *end_of_value = rest.ptr + rest.len;
		header_next_word(&rest, &space, &word);
		smtpc_str tail = {word.ptr, (size_t)(end_of_value - word.ptr)};
		bool at_end = word.len == 0 || (first && space.len > 0);
		bool space_too = at_end || space.len > SMTPC_FOLD_SPACE_MAX;
		if (space_too || header_word_needs_encoding(word, tail)) {
			const char *from = space_too ? before : word.ptr;
			start = start == NULL || from < start ? from : start;
			end = space.ptr + space.len + word.len;
		}
		before = word.ptr;
	}
	return start != NULL ? (smtpc_str){start, (size_t)(end - start)} : (smtpc_str){NULL, 0};
}

/* The words of |text| as they are, |space| before the first. What follows the last word is
 * returned. */
static smtpc_str header_put_words(smtpc_fold *fold, smtpc_str space, smtpc_str text)
{
	while (text.len > 0) {
		smtpc_str own, word;
		header_next_word(&text, &own, &word);
		space = own.len > 0 ? own : space;
		if (word.len == 0) {
			break;
		}
		smtpc_fold_token(fold, space, word);
		space = (smtpc_str){"", 0};
	}
	return space;
}

/* |part| of |value|, with the quoted strings that it cuts: an encoded word must not stand in one
 * (RFC 2047 §5), nor half of one behind it. */
static smtpc_str header_with_quotes(smtpc_str value, smtpc_str part)
{
	const char *end = value.ptr + value.len;
	const char *from = part.ptr;
	const char *to = part.ptr + part.len;
	const char *word = value.ptr;
	const char *open = NULL; /* the word that opens the quoted string we are in */
	for (const char *p = value.ptr; p < end; p++) {
		if (header_is_blank(*p)) {
			word = p + 1;
		} else if (*p == '\\' && open != NULL && p + 1 < end) {
			p++;
		} else if (*p == '"' && open == NULL) {
			open = word;
		} else if (*p == '"') {
			if (open < to && p >= from) {
				from = open < from ? open : from;
				to = p >= to ? p + 1 : to;
				while (to < end && !header_is_blank(*to)) {
					to++;
				}
			}
			open = NULL;
		}
	}
	return (smtpc_str){from, (size_t)(to - from)};
}

static int header_write_text(smtpc_buf *out, smtpc_str name, smtpc_str value, bool structured)
{
	smtpc_fold fold;
	smtpc_fold_begin(&fold, out, name);
	smtpc_str encode = header_part_to_encode(value);
	if (encode.ptr != NULL && structured) {
		encode = header_with_quotes(value, encode);
	}
	if (encode.ptr == NULL) {
		header_put_words(&fold, one_space, value);
		return smtpc_fold_end(&fold);
	}
	size_t before = (size_t)(encode.ptr - value.ptr);
	smtpc_str space = header_put_words(&fold, one_space, (smtpc_str){value.ptr, before});
	smtpc_fold_encoded(&fold, space, encode, structured);
	header_put_words(&fold, one_space, smtpc_str_skip(value, before + encode.len));
	return smtpc_fold_end(&fold);
}

int smtpc_header_text(smtpc_buf *out, smtpc_str name, smtpc_str value)
{
	return header_write_text(out, name, value, false);
}

int smtpc_header_named(smtpc_buf *out, smtpc_str name, smtpc_str value)
{
	return header_write_text(out, name, value, true);
}

int smtpc_header_ids(smtpc_buf *out, smtpc_str name, smtpc_str ids)
{
	smtpc_fold fold;
	smtpc_fold_begin(&fold, out, name);
	header_put_words(&fold, one_space, ids);
	return smtpc_fold_end(&fold);
}

/* ---- Addresses ----------------------------------------------------------- */

typedef enum name_form { NAME_ATOMS, NAME_QUOTED, NAME_ENCODED } name_form;

/* More cautious than with text: any "=?" goes. */
static bool name_word_must_be_encoded(smtpc_str word)
{
	bool mark = false;
	for (size_t i = 0; i + 1 < word.len && !mark; i++) {
		mark = word.ptr[i] == '=' && word.ptr[i + 1] == '?';
	}
	return mark || word.len > NAME_WORD_MAX || !smtpc_str_is_ascii(word);
}

static bool name_must_be_encoded(smtpc_str name)
{
	smtpc_str rest = name;
	while (rest.len > 0) {
		smtpc_str space, word;
		header_next_word(&rest, &space, &word);
		if (space.len > SMTPC_FOLD_SPACE_MAX || name_word_must_be_encoded(word)) {
			return true;
		}
	}
	return false;
}

static name_form name_choose_form(smtpc_str name)
{
	if (name_must_be_encoded(name)) {
		return NAME_ENCODED;
	}
	/* Atoms with one space between them; more would not survive outside quotes. */
	bool after_space = true;
	for (size_t i = 0; i < name.len; i++) {
		bool space = name.ptr[i] == ' ';
		if ((space && after_space) || (!space && !smtpc_char_is(name.ptr[i], SMTPC_CH_ATEXT))) {
			return NAME_QUOTED;
		}
		after_space = space;
	}
	return NAME_ATOMS;
}

static bool name_needs_backslash(char c)
{
	return c == '"' || c == '\\';
}

static void name_put_escaped(smtpc_fold *fold, smtpc_str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (name_needs_backslash(word.ptr[i])) {
			smtpc_fold_put(fold, SMTPC_STR("\\"));
		}
		smtpc_fold_put(fold, (smtpc_str){word.ptr + i, 1});
	}
}

/* A quoted string may be folded at its spaces, which stay part of it: RFC 5322 §3.2.4. */
static void name_put_quoted(smtpc_fold *fold, smtpc_str name)
{
	smtpc_str rest = name;
	bool first = true;
	while (rest.len > 0) {
		smtpc_str space, word;
		header_next_word(&rest, &space, &word);
		size_t len = word.len + first + (rest.len == 0);
		for (size_t i = 0; i < word.len; i++) {
			len += name_needs_backslash(word.ptr[i]);
		}
		smtpc_fold_space(fold, first ? one_space : space, len);
		if (first) {
			smtpc_fold_put(fold, SMTPC_STR("\""));
			first = false;
		}
		name_put_escaped(fold, word);
	}
	smtpc_fold_put(fold, SMTPC_STR("\""));
}

static name_form header_put_name(smtpc_fold *fold, smtpc_str name)
{
	name_form form = name_choose_form(name);
	switch (form) {
	case NAME_ATOMS:
		header_put_words(fold, one_space, name);
		break;
	case NAME_QUOTED:
		name_put_quoted(fold, name);
		break;
	case NAME_ENCODED:
		smtpc_fold_encoded(fold, one_space, name, true);
		break;
	}
	return form;
}

/* |behind|: the specials that follow on the mailbox. */
static void header_put_mailbox(smtpc_fold *fold, const smtpc_addr *addr, smtpc_str behind)
{
	/* A-labels are for everybody; only where the local part asks for SMTPUTF8 anyway, the domain
	 * may be what people read. */
	smtpc_str domain = addr->needs_smtputf8 ? addr->domain : addr->ascii_domain;
	char spec[SMTPC_PATH_MAX + 4];
	size_t len = 0;
	bool named = addr->name.len > 0;
	if (named) {
		header_put_name(fold, addr->name);
		spec[len++] = '<';
	}
	memcpy(spec + len, addr->local.ptr, addr->local.len);
	len += addr->local.len;
	spec[len++] = '@';
	memcpy(spec + len, domain.ptr, domain.len);
	len += domain.len;
	if (named) {
		spec[len++] = '>';
	}
	memcpy(spec + len, behind.ptr, behind.len);
	len += behind.len;
	smtpc_fold_token(fold, one_space, (smtpc_str){spec, len});
}

/* A mailbox that has to be broken begins on a line of its own first: then it is often whole. */
static void header_put_whole_mailbox(smtpc_fold *fold, const smtpc_addr *addr, smtpc_str behind)
{
	smtpc_fold start = *fold;
	size_t len = smtpc_buf_len(fold->out);
	header_put_mailbox(fold, addr, behind);
	size_t added = smtpc_buf_len(fold->out) - len;
	bool broken = fold->col != start.col + added;
	if (!broken || start.first || fold->failed) {
		return;
	}
	smtpc_buf_truncate(fold->out, added);
	*fold = start;
	smtpc_fold_space(fold, (smtpc_str){"", 0}, SMTPC_FOLD_AT);
	header_put_mailbox(fold, addr, behind);
}

/* "name: a, b;" and, if it is not the |last| of the field, a comma. */
static void header_put_group(
	smtpc_fold *fold, const smtpc_addr_list *list, const smtpc_addr_group *group, bool last)
{
	smtpc_str end = last ? SMTPC_STR(";") : SMTPC_STR(";,");
	/* Nothing but white space may be next to an encoded word: RFC 2047 §5 (3). */
	if (header_put_name(fold, group->name) == NAME_ENCODED) {
		smtpc_fold_space(fold, one_space, 1 + end.len);
	}
	smtpc_fold_put(fold, SMTPC_STR(":"));
	for (size_t i = 0; i < group->count; i++) {
		smtpc_str behind = i + 1 == group->count ? end : SMTPC_STR(",");
		header_put_whole_mailbox(fold, &list->items[group->first + i], behind);
	}
	if (group->count == 0) {
		bool fits = fold->col + end.len <= SMTPC_FOLD_AT;
		smtpc_fold_token(fold, (smtpc_str){" ", !fits}, end);
	}
}

int smtpc_header_addrs(smtpc_buf *out, smtpc_str name, const smtpc_addr_list *list)
{
	smtpc_fold fold;
	smtpc_fold_begin(&fold, out, name);
	size_t group = 0;
	size_t i = 0;
	while (i < list->count || group < list->group_count) {
		bool grouped = group < list->group_count && list->groups[group].first == i;
		i += grouped ? list->groups[group].count : 1;
		bool last = i == list->count && group + grouped == list->group_count;
		if (grouped) {
			header_put_group(&fold, list, &list->groups[group], last);
			group++;
		} else {
			smtpc_str behind = {",", !last};
			header_put_whole_mailbox(&fold, &list->items[i - 1], behind);
		}
	}
	return smtpc_fold_end(&fold);
}
