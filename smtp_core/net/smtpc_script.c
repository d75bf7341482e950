/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_script.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

enum { DELAY_MAX = 86400, NUMBER_MAX = 100000 };

static const char *const step_names[] = {
#define XX(name, text) text,
	SMTPC_STEP_MAP(XX)
#undef XX
};

/* The line that is read. */
typedef struct script_line {
	size_t number;
	smtpc_rule *rule;
	smtpc_error *err;
} script_line;

static int bad(const script_line *line, const char *what)
{
	return smtpc_fail(line->err, SMTPC_E_ARGUMENT, "line %zu: %s", line->number, what);
}

static bool is_word(smtpc_str word, const char *name)
{
	return smtpc_str_eq(word, smtpc_str_of(name));
}

static smtpc_str trimmed(smtpc_str text)
{
	while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
		text = smtpc_str_skip(text, 1);
	}
	while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]) != NULL) {
		text.len--;
	}
	return text;
}

/* ---- where --------------------------------------------------------------- */

static bool find_step(smtpc_str word, smtpc_step *step)
{
	for (int i = 0; i < SMTPC_STEP_COUNT; i++) {
		if (is_word(word, step_names[i])) {
			*step = (smtpc_step)i;
			return true;
		}
	}
	return false;
}

/* "rcpt 2 once" */
static int read_where(const script_line *line, smtpc_str text)
{
	smtpc_rule *rule = line->rule;
	uint64_t number;
	if (!find_step(smtpc_str_word(&text), &rule->step)) {
		return bad(line,
			"must begin with connect, greeting, ehlo, helo, starttls, tls, auth, mail, rcpt, "
			"data, content, commit, idle, rset or quit");
	}
	smtpc_str word = smtpc_str_word(&text);
	if (smtpc_str_uint(word, &number)) {
		if (number == 0 || number > NUMBER_MAX) {
			return bad(line, "the number must be between 1 and 100000");
		}
		rule->number = (unsigned)number;
		word = smtpc_str_word(&text);
	}
	if (is_word(word, "once")) {
		rule->once = true;
		word = smtpc_str_word(&text);
	}
	return word.len == 0 ? SMTPC_OK
						 : bad(line, "only a number and \"once\" may stand before the colon");
}

/* ---- what ---------------------------------------------------------------- */

/* "3", "1.5", "3s", "200ms" */
static bool read_seconds(smtpc_str text, double *seconds)
{
	double unit = 1;
	uint64_t whole = 0, part = 0;
	smtpc_str rest = text;
	if (rest.len > 2 && memcmp(rest.ptr + rest.len - 2, "ms", 2) == 0) {
		unit = 0.001;
		rest.len -= 2;
	} else if (rest.len > 1 && rest.ptr[rest.len - 1] == 's') {
		rest.len--;
	}
	bool dotted = rest.len > 0 && memchr(rest.ptr, '.', rest.len) != NULL;
	smtpc_str before = smtpc_str_until(&rest, '.');
	if (!smtpc_str_uint(before, &whole) || whole > 1000 * (uint64_t)DELAY_MAX ||
		(dotted && (rest.len > 9 || !smtpc_str_uint(rest, &part)))) {
		return false;
	}
	double fraction = (double)part;
	for (size_t i = 0; i < rest.len; i++) {
		fraction /= 10;
	}
	*seconds = ((double)whole + fraction) * unit;
	return *seconds <= DELAY_MAX;
}

static int read_delay(const script_line *line, smtpc_str rest)
{
	smtpc_str word = smtpc_str_word(&rest);
	if (word.len == 0 || rest.len > 0 || !read_seconds(word, &line->rule->delay)) {
		return bad(line, "delay needs a number of seconds up to a day, such as 3, 1.5s or 200ms");
	}
	return SMTPC_OK;
}

static int read_after(const script_line *line, smtpc_str rest)
{
	smtpc_str word = smtpc_str_word(&rest);
	if (line->rule->step != SMTPC_STEP_CONTENT || rest.len > 0 ||
		!smtpc_str_uint(word, &line->rule->after)) {
		return bad(line, "after is for content, and needs a number of octets");
	}
	return SMTPC_OK;
}

static int read_take(const script_line *line, smtpc_str rest)
{
	if (line->rule->step != SMTPC_STEP_COMMIT || rest.len > 0) {
		return bad(line, "take is for commit, and stands alone");
	}
	line->rule->take = true;
	return SMTPC_OK;
}

static const struct {
	const char *name;
	int (*read)(const script_line *line, smtpc_str rest);
} modifiers[] = {{"delay", read_delay}, {"after", read_after}, {"take", read_take}};

static const struct {
	const char *name;
	smtpc_act act;
} actions[] = {{"accept", SMTPC_ACT_ACCEPT}, {"close", SMTPC_ACT_CLOSE},
	{"reset", SMTPC_ACT_RESET}, {"stall", SMTPC_ACT_STALL}, {"fail", SMTPC_ACT_FAIL}};

/* Of a reply's text, in place: " | " parts its lines. */
static smtpc_str split_lines(char *text, size_t len)
{
	size_t out = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] != '|') {
			text[out++] = text[i];
			continue;
		}
		while (out > 0 && text[out - 1] == ' ') {
			out--;
		}
		text[out++] = '\n';
		while (i + 1 < len && text[i + 1] == ' ') {
			i++;
		}
	}
	return (smtpc_str){text, out};
}

static bool has_reply(smtpc_step step)
{
	return step != SMTPC_STEP_CONNECT && step != SMTPC_STEP_TLS;
}

/* "450 4.2.0 try later" */
static int read_reply(const script_line *line, smtpc_str text)
{
	uint64_t code;
	smtpc_str rest = text;
	smtpc_str word = smtpc_str_word(&rest);
	if (word.len != 3 || !smtpc_str_uint(word, &code) || code < 200 || code > 559) {
		return bad(line,
			"must have accept, close, reset, stall, fail, say TEXT or a reply with its code behind "
			"the colon, and before that delay, after or take, with a comma behind each");
	}
	if (!has_reply(line->rule->step)) {
		return bad(line, "nothing is said there: fail, close, reset or stall");
	}
	rest = trimmed(rest);
	line->rule->act = SMTPC_ACT_REPLY;
	line->rule->code = (int)code;
	/* A view of the script's own copy, so not const in truth. */
	line->rule->text = split_lines((char *)(uintptr_t)rest.ptr, rest.len);
	return SMTPC_OK;
}

static int read_action(const script_line *line, smtpc_str text)
{
	smtpc_rule *rule = line->rule;
	smtpc_str rest = text;
	smtpc_str word = smtpc_str_word(&rest);
	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
		if (is_word(word, actions[i].name) && rest.len == 0) {
			rule->act = actions[i].act;
			return rule->act != SMTPC_ACT_FAIL || !has_reply(rule->step)
				? SMTPC_OK
				: bad(line, "fail is for connect and tls");
		}
	}
	if (is_word(word, "say") && has_reply(rule->step)) {
		rule->act = SMTPC_ACT_SAY;
		rule->text = trimmed(rest);
		return SMTPC_OK;
	}
	return read_reply(line, text);
}

/* "delay 3, 450 4.2.0 try later": a comma belongs to the text once that has begun. */
static int read_what(const script_line *line, smtpc_str text)
{
	for (;;) {
		smtpc_str rest = text;
		smtpc_str part = smtpc_str_until(&rest, ',');
		bool last = part.len == text.len;
		smtpc_str word = smtpc_str_word(&part);
		size_t i = 0, count = sizeof modifiers / sizeof modifiers[0];
		while (i < count && !is_word(word, modifiers[i].name)) {
			i++;
		}
		if (i == count) {
			return read_action(line, text);
		}
		int rv = modifiers[i].read(line, trimmed(part));
		if (rv < 0 || last) {
			return rv;
		}
		text = trimmed(rest);
	}
}

/* ---- the whole ----------------------------------------------------------- */

static int read_line(script_line *line, smtpc_str text)
{
	smtpc_str rest = text;
	smtpc_str where = smtpc_str_until(&rest, ':');
	if (smtpc_str_has_ctl(text)) {
		return bad(line, "must not have control characters");
	}
	if (where.len == text.len) {
		return bad(line, "must be a step, a colon, and what happens there");
	}
	*line->rule = (smtpc_rule){.act = SMTPC_ACT_ACCEPT};
	int rv = read_where(line, where);
	return rv < 0 ? rv : read_what(line, trimmed(rest));
}

int smtpc_script_parse(
	smtpc_script *script, const smtpc_mem *mem, smtpc_str text, smtpc_error *err)
{
	*script = (smtpc_script){.mem = smtpc_mem_or_default(mem)};
	if (text.len > SMTPC_SCRIPT_MAX) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the script must not be longer than 64 KiB");
	}
	smtpc_str rest = {NULL, 0};
	if (smtpc_str_dup(script->mem, &rest, text) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	script->text = (char *)(uintptr_t)rest.ptr;
	script_line line = {.err = err};
	while (rest.len > 0) {
		smtpc_str one = trimmed(smtpc_str_until(&rest, '\n'));
		line.number++;
		if (one.len == 0 || one.ptr[0] == '#') {
			continue;
		}
		if (script->count == SMTPC_SCRIPT_RULES_MAX) {
			return bad(&line, "a script must not have more than 256 rules");
		}
		smtpc_rule *rules = smtpc_realloc_array(
			script->mem, script->rules, script->count + 1, sizeof *script->rules);
		if (rules == NULL) {
			return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		}
		script->rules = rules;
		line.rule = &rules[script->count++];
		int rv = read_line(&line, one);
		if (rv < 0) {
			return rv;
		}
	}
	return SMTPC_OK;
}

void smtpc_script_free(smtpc_script *script)
{
	smtpc_free(script->mem, script->rules);
	smtpc_free(script->mem, script->text);
	script->rules = NULL;
	script->text = NULL;
	script->count = 0;
}

const smtpc_rule *smtpc_script_take(smtpc_script *script, smtpc_step step, unsigned number)
{
	for (size_t i = 0; i < script->count; i++) {
		smtpc_rule *rule = &script->rules[i];
		bool meant = rule->step == step && (rule->number == 0 || rule->number == number);
		if (meant && !rule->spent) {
			rule->spent = rule->once;
			return rule;
		}
	}
	return NULL;
}
