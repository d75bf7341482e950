/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_addrname.h"

#include "base/smtpc_str.h"
#include "mime/smtpc_addrlex.h"
#include "mime/smtpc_encword.h"

enum {
	/* Of encoded words in a row, as they are written: with three octets for one, and frames. */
	RAW_MAX = 16 * 1024,
	TEXT_MAX = SMTPC_NAME_MAX + 3 * RAW_MAX
};

void smtpc_addrname_init(smtpc_addrname *name, const smtpc_mem *mem)
{
	*name = (smtpc_addrname){.gathering = false};
	smtpc_buf_init(&name->text, mem, TEXT_MAX);
	smtpc_buf_init(&name->raw, mem, RAW_MAX);
	smtpc_buf_init(&name->octets, mem, RAW_MAX);
}

void smtpc_addrname_free(smtpc_addrname *name)
{
	smtpc_buf_free(&name->text);
	smtpc_buf_free(&name->raw);
	smtpc_buf_free(&name->octets);
}

void smtpc_addrname_reset(smtpc_addrname *name)
{
	smtpc_buf_reset(&name->text);
	smtpc_buf_reset(&name->raw);
	smtpc_buf_reset(&name->octets);
	name->gathering = name->after_decoded = name->too_long = name->no_memory = false;
}

smtpc_str smtpc_addrname_trim(smtpc_str text)
{
	while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
		text.len--;
	}
	while (text.len > 0 && text.ptr[0] == ' ') {
		text = smtpc_str_skip(text, 1);
	}
	return text;
}

/* ---- Text ---------------------------------------------------------------- */

static void name_put(smtpc_addrname *name, smtpc_str text)
{
	if (name->too_long || smtpc_buf_len(&name->text) + text.len > SMTPC_NAME_MAX) {
		name->too_long = true;
		return;
	}
	name->no_memory |= smtpc_buf_append_str(&name->text, text) < 0;
}

static void name_put_space(smtpc_addrname *name, bool space)
{
	if (space && smtpc_buf_len(&name->text) > 0) {
		name_put(name, SMTPC_STR(" "));
	}
}

/* |content| without its backslashes and folds. */
static void name_put_unquoted(smtpc_addrname *name, smtpc_str content)
{
	size_t from = 0;
	for (size_t i = 0; i < content.len; i++) {
		char c = content.ptr[i];
		bool tab = c == '\t';
		if (c != '\\' && c != '\r' && c != '\n' && !tab) {
			continue;
		}
		name_put(name, (smtpc_str){content.ptr + from, i - from});
		from = i + 1;
		if (c == '\\' && from < content.len) {
			i++;
			tab = content.ptr[i] == '\t';
			from += tab;
		}
		if (tab) {
			name_put(name, SMTPC_STR(" "));
		}
	}
	name_put(name, smtpc_str_skip(content, from));
}

/* ---- Encoded words ------------------------------------------------------- */

/* Decoded text that is fit for a name, behind the rest; false, and nothing is added, if there is
 * none. */
static bool name_put_decoded(smtpc_addrname *name)
{
	size_t before = smtpc_buf_len(&name->text);
	/* White space between encoded words is no part of the text: RFC 2047 §6.2. */
	name_put_space(name, name->space && !name->after_decoded);
	size_t start = smtpc_buf_len(&name->text);
	int rc = smtpc_encword_to_utf8(&name->text, name->charset, smtpc_buf_str(&name->octets));
	name->no_memory |= rc == SMTPC_E_NOMEM;
	const char *wrong = NULL;
	smtpc_str added = smtpc_str_skip(smtpc_buf_str(&name->text), start);
	smtpc_addrlex_clean(added, false, &wrong);
	if (rc == SMTPC_E_ARGUMENT || wrong != NULL) {
		smtpc_buf_truncate(&name->text, smtpc_buf_len(&name->text) - before);
		return false;
	}
	name->too_long |= smtpc_buf_len(&name->text) > SMTPC_NAME_MAX;
	return true;
}

/* The words that were gathered become text, all of them or none: where one of them ends may be in
 * the middle of a character. */
static void name_flush(smtpc_addrname *name)
{
	if (!name->gathering || name->too_long) {
		return;
	}
	name->gathering = false;
	bool decoded = name_put_decoded(name);
	if (!decoded) {
		name_put_space(name, name->space);
		name_put(name, smtpc_buf_str(&name->raw));
	}
	name->after_decoded = decoded;
	smtpc_buf_reset(&name->raw);
	smtpc_buf_reset(&name->octets);
}

static void name_put_plain(smtpc_addrname *name, smtpc_str text, bool space)
{
	name_flush(name);
	name_put_space(name, space);
	name_put(name, text);
	name->after_decoded = false;
}

static void name_gather(smtpc_addrname *name, const smtpc_encword *word, bool space)
{
	if (name->gathering && !smtpc_str_ieq(name->charset, word->charset)) {
		name_flush(name);
	}
	if (smtpc_buf_len(&name->raw) + 1 + word->whole.len > RAW_MAX) {
		name->too_long = true;
		return;
	}
	int rc = smtpc_encword_decode(&name->octets, word);
	if (rc == SMTPC_E_ARGUMENT) {
		name_put_plain(name, word->whole, space);
		return;
	}
	if (!name->gathering) {
		name->gathering = true;
		name->space = space;
		name->charset = word->charset;
	} else if (space && rc == SMTPC_OK) {
		rc = smtpc_buf_append(&name->raw, " ", 1);
	}
	name->no_memory |= rc < 0 || smtpc_buf_append_str(&name->raw, word->whole) < 0;
}

bool smtpc_addrname_is_encoded(smtpc_str word)
{
	smtpc_encword one;
	while (smtpc_encword_cut(&one, &word)) {
		if (word.len == 0) {
			return true;
		}
	}
	return false;
}

/* ---- Words --------------------------------------------------------------- */

void smtpc_addrname_word(smtpc_addrname *name, smtpc_str word, bool space)
{
	if (!smtpc_addrname_is_encoded(word)) {
		name_put_plain(name, word, space);
		return;
	}
	/* Several without a blank between them are against RFC 2047 §5, and common. */
	smtpc_encword one;
	while (!name->too_long && smtpc_encword_cut(&one, &word)) {
		name_gather(name, &one, space);
		space = false;
	}
}

void smtpc_addrname_quoted(smtpc_addrname *name, smtpc_str content, bool space)
{
	name_put_plain(name, (smtpc_str){"", 0}, space);
	name_put_unquoted(name, content);
}

/* The word that |rest| begins with: up to a blank or a parenthesis, or that. */
static smtpc_str comment_word(smtpc_str *rest, bool *quotes)
{
	size_t len = 0;
	*quotes = false;
	while (len < rest->len) {
		char c = rest->ptr[len];
		if (smtpc_addrlex_is_blank(c) || c == '(' || c == ')') {
			len += len == 0;
			break;
		}
		*quotes |= c == '\\';
		len += c == '\\' && len + 1 < rest->len ? 2 : 1;
	}
	smtpc_str word = {rest->ptr, len};
	*rest = smtpc_str_skip(*rest, len);
	return word;
}

void smtpc_addrname_comment(smtpc_addrname *name, smtpc_str content)
{
	bool space = false;
	while (content.len > 0 && !name->too_long) {
		bool quotes;
		smtpc_str word = comment_word(&content, &quotes);
		if (smtpc_addrlex_is_blank(word.ptr[0])) {
			space = true;
			continue;
		}
		if (quotes) {
			smtpc_addrname_quoted(name, word, space);
		} else {
			smtpc_addrname_word(name, word, space);
		}
		space = false;
	}
}

int smtpc_addrname_end(smtpc_addrname *name, smtpc_str *text)
{
	name_flush(name);
	if (name->no_memory) {
		return SMTPC_E_NOMEM;
	}
	*text = smtpc_addrname_trim(smtpc_buf_str(&name->text));
	return name->too_long ? SMTPC_E_ARGUMENT : SMTPC_OK;
}
