/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Functions within here that return an error have told of it, but for NOMEM: the two that are
 * called from outside do that. */
#include "mime/smtpc_rawscan.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_rawfield.h"
#include "mime/smtpc_scan.h"

static const char too_long[] = "is longer than 998 octets";
static const char has_nul[] = "has a NUL octet";

/* ---- Life ---------------------------------------------------------------- */

void smtpc_rawscan_init(smtpc_rawscan *scan, const smtpc_mem *mem, smtpc_content *content)
{
	*scan = (smtpc_rawscan){.mem = mem, .content = content, .look = content->look};
	scan->header_line = 1;
	smtpc_lines_init(&scan->lines);
	/* Folding makes them longer, but never twice as long. */
	smtpc_buf_init(&scan->head, mem, SMTPC_RAW_HEADER_MAX * 2);
	smtpc_buf_init(&scan->header, mem, SMTPC_RAW_HEADER_MAX * 2);
	smtpc_buf_init(&scan->spare, mem, SMTPC_RAW_HEADER_MAX * 2);
}

void smtpc_rawscan_free(smtpc_rawscan *scan)
{
	smtpc_buf_free(&scan->head);
	smtpc_buf_free(&scan->header);
	smtpc_buf_free(&scan->spare);
	smtpc_entity_unref(scan->entity);
}

static void buf_swap(smtpc_buf *a, smtpc_buf *b)
{
	smtpc_buf was = *a;
	*a = *b;
	*b = was;
}

/* ---- Refusing ------------------------------------------------------------ */

static int scan_refuse(
	smtpc_rawscan *s, uint64_t number, const char *what, const char *why_not_encoded)
{
	return smtpc_fail(s->err, SMTPC_E_ARGUMENT, "the raw mail cannot be sent: line %llu %s%s%s",
		(unsigned long long)number, what, why_not_encoded != NULL ? ", and " : "",
		why_not_encoded != NULL ? why_not_encoded : "");
}

/* What keeps a line from being sent, whatever the server, or NULL. */
static const char *line_trouble(const smtpc_line_info *line)
{
	bool fits = line->to.at - line->from.at <= SMTPC_LINE_MAX;
	return !fits ? too_long : line->nul ? has_nul : NULL;
}

/* ---- What a header says -------------------------------------------------- */

static bool field_is_secret(smtpc_str name)
{
	return smtpc_str_ieq(name, SMTPC_STR("Bcc")) || smtpc_str_ieq(name, SMTPC_STR("Resent-Bcc"));
}

static bool field_is_encoding(smtpc_str name)
{
	return smtpc_str_ieq(name, SMTPC_STR("Content-Transfer-Encoding"));
}

/* Signatures over the body that comes behind them: RFC 6376 §3.7, RFC 8617 §4.1.2. */
static bool field_is_signature(smtpc_str name)
{
	return smtpc_str_ieq(name, SMTPC_STR("DKIM-Signature")) ||
		smtpc_str_ieq(name, SMTPC_STR("ARC-Message-Signature"));
}

/* The media type, and in *|value| all that the field says; without one the default of RFC 2045
 * §5.2, RFC 2046 §5.1.5. */
static smtpc_str header_type(const smtpc_rawscan *s, smtpc_str *value)
{
	smtpc_rawfield field;
	if (smtpc_rawfield_find(smtpc_buf_str(&s->header), SMTPC_STR("Content-Type"), &field)) {
		*value = field.value;
		return smtpc_rawfield_token(field.value);
	}
	*value = (smtpc_str){"", 0};
	bool in_digest = s->kind == SMTPC_RAW_PART && s->levels[s->depth - 1].is_digest;
	return in_digest ? SMTPC_STR("message/rfc822") : SMTPC_STR("text/plain");
}

/* The body is not what it will be once it is decoded: RFC 2045 §6. */
static bool header_is_encoded(smtpc_str header)
{
	bool encoded = false;
	smtpc_rawfield field;
	while (smtpc_rawfield_next(&header, &field) > 0) {
		smtpc_str is = smtpc_rawfield_token(field.value);
		bool as_it_is = smtpc_str_ieq(is, SMTPC_STR("7bit")) ||
			smtpc_str_ieq(is, SMTPC_STR("8bit")) || smtpc_str_ieq(is, SMTPC_STR("binary"));
		encoded = encoded || (field_is_encoding(field.name) && !as_it_is);
	}
	return encoded;
}

static bool header_is_binary(smtpc_str header)
{
	smtpc_rawfield field;
	return smtpc_rawfield_find(header, SMTPC_STR("Content-Transfer-Encoding"), &field) &&
		smtpc_str_ieq(smtpc_rawfield_token(field.value), SMTPC_STR("binary"));
}

/* Types that only 7bit, 8bit and binary may have (RFC 2045 §6.4); RFC 6532 §3.5 lets the global
 * ones have any. */
static bool type_is_composite(smtpc_str type)
{
	return smtpc_str_istarts(type, SMTPC_STR("multipart/")) ||
		(smtpc_str_istarts(type, SMTPC_STR("message/")) &&
			!smtpc_str_istarts(type, SMTPC_STR("message/global")));
}

/* ---- A header, complete -------------------------------------------------- */

static int header_refuse_long(smtpc_rawscan *s, uint64_t number)
{
	if (!s->options.encode) {
		return scan_refuse(s, number, too_long, NULL);
	}
	return scan_refuse(s, number, too_long,
		s->is_signed ? "the mail is signed" : "its header has lines that are no fields");
}

/* Appends one line of it to |spare|. */
static int header_put_line(smtpc_rawscan *s, smtpc_str line, uint64_t number)
{
	bool fits = line.len <= SMTPC_LINE_MAX;
	if (memchr(line.ptr, '\0', line.len) != NULL) {
		return scan_refuse(s, number, has_nul, NULL);
	}
	if (!fits && (!s->options.encode || s->is_signed || s->malformed)) {
		return header_refuse_long(s, number);
	}
	s->folded = s->folded || !fits;
	int rc = smtpc_rawfield_fold(&s->spare, line, SMTPC_LINE_MAX);
	return rc == SMTPC_E_ARGUMENT
		? scan_refuse(s, number, too_long, "has no blanks where it could be folded")
		: rc;
}

/* Appends |lines| to |spare|, or only counts them. */
static int header_put_lines(smtpc_rawscan *s, smtpc_str lines, uint64_t *number, bool secret)
{
	int rc = SMTPC_OK;
	while (lines.len > 0 && rc == SMTPC_OK) {
		smtpc_str line = smtpc_str_until(&lines, '\n');
		line.len--; /* the CR */
		rc = secret ? SMTPC_OK : header_put_line(s, line, *number);
		++*number;
	}
	return rc;
}

static int header_no_field(smtpc_rawscan *s, smtpc_str whole, uint64_t number)
{
	smtpc_str line = smtpc_str_until(&whole, '\r');
	return smtpc_fail(s->err, SMTPC_E_ARGUMENT,
		"the raw mail does not begin with a header: line %llu, \"%.*s\", is no header field",
		(unsigned long long)number, (int)(line.len < 64 ? line.len : 64), line.ptr);
}

static void header_look(smtpc_rawscan *s)
{
	smtpc_str rest = smtpc_buf_str(&s->header);
	smtpc_rawfield field;
	int more;
	while ((more = smtpc_rawfield_next(&rest, &field)) != 0) {
		s->malformed = s->malformed || more < 0;
		s->is_signed = s->is_signed || (more > 0 && field_is_signature(field.name));
	}
}

/* Makes |header| what goes out. */
static int header_fix(smtpc_rawscan *s)
{
	smtpc_str rest = smtpc_buf_str(&s->header);
	uint64_t number = s->header_line;
	bool of_mail = s->kind == SMTPC_RAW_MAIL;
	smtpc_rawfield field;
	int rc = SMTPC_OK, more;
	header_look(s);
	smtpc_buf_reset(&s->spare);
	while (rc == SMTPC_OK && (more = smtpc_rawfield_next(&rest, &field)) != 0) {
		if (more < 0 && of_mail) {
			return header_no_field(s, field.whole, number);
		}
		bool secret = of_mail && field_is_secret(field.name);
		rc = header_put_lines(s, field.whole, &number, secret);
	}
	buf_swap(&s->header, &s->spare);
	return rc;
}

/* The header of the mail is complete. */
static int header_take(smtpc_rawscan *s)
{
	smtpc_str head = smtpc_buf_str(&s->header);
	if (head.len == 0) {
		return smtpc_fail(s->err, SMTPC_E_ARGUMENT, "the raw mail has no header");
	}
	if (!smtpc_str_is_utf8(head)) {
		return smtpc_fail(s->err, SMTPC_E_ARGUMENT,
			"the raw mail cannot be sent: its header is neither ASCII nor UTF-8");
	}
	return smtpc_buf_append_str(&s->head, head);
}

/* ---- What goes out ------------------------------------------------------- */

static int scan_add(smtpc_rawscan *s, smtpc_place from, smtpc_place to, smtpc_slice how)
{
	if (to.at <= from.at) {
		return SMTPC_OK;
	}
	how.from = from.at;
	how.span = (int64_t)(to.at - from.at);
	how.look = s->look;
	if (smtpc_entity_add_content(s->entity, s->content, &how) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_segment *segment = &s->entity->segments[s->entity->count - 1];
	uint64_t octets = how.octets ? to.at - from.at : to.normal - from.normal;
	bool base64 = how.encoding == SMTPC_ENC_BASE64;
	segment->size = (int64_t)(base64 ? smtpc_base64_size(octets) : octets);
	s->done = to;
	s->open = base64;
	return how.encoding == SMTPC_ENC_QP
		? smtpc_reader_count(s->content, &how, &segment->size, s->err)
		: SMTPC_OK;
}

static int scan_add_plain(smtpc_rawscan *s, smtpc_place to)
{
	return scan_add(s, s->done, to, (smtpc_slice){.encoding = SMTPC_ENC_AUTO});
}

static int header_put_encoding(smtpc_buf *out, smtpc_encoding encoding)
{
	int rc = smtpc_buf_append_str(out, SMTPC_STR("Content-Transfer-Encoding: "));
	rc = rc < 0 ? rc : smtpc_buf_append_str(out, smtpc_str_of(smtpc_encoding_name(encoding)));
	return rc < 0 ? rc : smtpc_buf_append_str(out, SMTPC_STR("\r\n"));
}

/* The header with another encoding into |spare|. */
static int header_recode(smtpc_rawscan *s, smtpc_encoding encoding)
{
	smtpc_str rest = smtpc_buf_str(&s->header);
	smtpc_rawfield field;
	bool has_version = s->kind == SMTPC_RAW_PART, has_encoding = false;
	int rc = SMTPC_OK;
	smtpc_buf_reset(&s->spare);
	while (rc == SMTPC_OK && smtpc_rawfield_next(&rest, &field) > 0) {
		bool replaced = field_is_encoding(field.name);
		if (!replaced) {
			rc = smtpc_buf_append_str(&s->spare, field.whole);
		} else if (!has_encoding) {
			rc = header_put_encoding(&s->spare, encoding);
		}
		has_encoding = has_encoding || replaced;
		has_version = has_version || smtpc_str_ieq(field.name, SMTPC_STR("MIME-Version"));
	}
	/* RFC 2045 §4: without it the encoding means nothing. */
	if (rc == SMTPC_OK && !has_version) {
		rc = smtpc_buf_append_str(&s->spare, SMTPC_STR("MIME-Version: 1.0\r\n"));
	}
	return rc < 0 || has_encoding ? rc : header_put_encoding(&s->spare, encoding);
}

/* Puts the header of ours in place of the one that was read, if it is another; AUTO: its encoding
 * is what it was. */
static int header_put(smtpc_rawscan *s, smtpc_encoding encoding)
{
	bool recoded = encoding != SMTPC_ENC_AUTO;
	int rc = recoded ? header_recode(s, encoding) : SMTPC_OK;
	if (s->kind == SMTPC_RAW_MAIL) {
		if (recoded && rc == SMTPC_OK) {
			buf_swap(&s->head, &s->spare);
		}
		return rc;
	}
	if (rc < 0 || (!recoded && !s->folded)) {
		return rc;
	}
	rc = scan_add_plain(s, s->header_from);
	rc = rc < 0
		? rc
		: smtpc_buf_append_str(&s->entity->text, smtpc_buf_str(recoded ? &s->spare : &s->header));
	s->done = s->header_to;
	return rc;
}

/* ---- The body of a part without parts ------------------------------------ */

/* Why it must stay as it is, or NULL. */
static const char *leaf_untouchable(const smtpc_rawscan *s)
{
	smtpc_str value;
	if (s->is_signed) {
		return "the mail is signed";
	}
	if (s->malformed) {
		return "its part has no proper header";
	}
	if (header_is_encoded(smtpc_buf_str(&s->header))) {
		return "its part is encoded already";
	}
	return type_is_composite(header_type(s, &value)) ? "its part must not be encoded" : NULL;
}

/* Text so that people can read it; other things so that they stay small, and those that have no
 * lines octet by octet. */
static smtpc_slice leaf_encoding(const smtpc_rawscan *s)
{
	smtpc_str value;
	if (smtpc_str_istarts(header_type(s, &value), SMTPC_STR("text/"))) {
		return (smtpc_slice){.encoding = SMTPC_ENC_QP};
	}
	return (smtpc_slice){
		.encoding = SMTPC_ENC_BASE64, .octets = header_is_binary(smtpc_buf_str(&s->header))};
}

/* It ends at |to|. */
static int leaf_end(smtpc_rawscan *s, smtpc_place to)
{
	bool unfit = s->body_eight_bit && s->options.encode && s->options.seven_bit;
	const char *untouchable = s->trouble > 0 || unfit ? leaf_untouchable(s) : NULL;
	if (s->trouble > 0 && untouchable != NULL) {
		return scan_refuse(s, s->trouble, s->reason, untouchable);
	}
	if ((s->trouble == 0 && !unfit) || untouchable != NULL) {
		s->eight_bit = s->eight_bit || s->body_eight_bit;
		return header_put(s, SMTPC_ENC_AUTO);
	}
	smtpc_slice how = leaf_encoding(s);
	int rc = header_put(s, how.encoding);
	rc = rc < 0 ? rc : scan_add_plain(s, s->body_from);
	return rc < 0 ? rc : scan_add(s, s->body_from, to, how);
}

/* ---- Structure ----------------------------------------------------------- */

static void scan_begin_header(smtpc_rawscan *s, smtpc_raw_kind kind, smtpc_place from)
{
	s->state = SMTPC_RAW_HEADER;
	s->kind = kind;
	s->header_from = from;
	s->header_line = s->number + 1;
	s->folded = s->malformed = false;
	smtpc_buf_reset(&s->header);
}

/* The header ends at |to|, and the body begins at |body|. */
static int scan_end_header(smtpc_rawscan *s, smtpc_place to, smtpc_place body)
{
	bool of_mail = s->kind == SMTPC_RAW_MAIL;
	int rc = header_fix(s);
	rc = rc == SMTPC_OK && of_mail ? header_take(s) : rc;
	if (rc < 0) {
		return rc;
	}
	s->done = of_mail ? body : s->done;
	s->header_to = to;
	s->body_from = body;
	s->state = SMTPC_RAW_LEAF;
	s->trouble = 0;
	s->body_eight_bit = false;
	return SMTPC_OK;
}

/* False: the type is another, or there is no boundary to go by, or there are too many levels. */
static bool scan_enter_multipart(smtpc_rawscan *s, smtpc_str type, smtpc_str value)
{
	if (!smtpc_str_istarts(type, SMTPC_STR("multipart/")) || s->depth == SMTPC_RAW_DEPTH_MAX) {
		return false;
	}
	smtpc_raw_level *level = &s->levels[s->depth];
	level->len =
		smtpc_rawfield_param(value, SMTPC_STR("boundary"), level->boundary, sizeof level->boundary);
	/* RFC 2046 §5.1.1: it does not end with blanks, and those behind it are padding. */
	while (level->len > 0 && level->boundary[level->len - 1] == ' ') {
		level->len--;
	}
	level->is_signed = s->is_signed || smtpc_str_ieq(type, SMTPC_STR("multipart/signed"));
	level->is_digest = smtpc_str_ieq(type, SMTPC_STR("multipart/digest"));
	s->depth += level->len > 0;
	return level->len > 0;
}

/* The body behind the header begins: it may have parts. */
static int scan_enter_body(smtpc_rawscan *s)
{
	if (!s->options.encode || s->malformed || header_is_encoded(smtpc_buf_str(&s->header))) {
		return SMTPC_OK;
	}
	smtpc_str value;
	smtpc_str type = header_type(s, &value);
	if (scan_enter_multipart(s, type, value)) {
		s->state = SMTPC_RAW_BETWEEN;
		return header_put(s, SMTPC_ENC_AUTO);
	}
	int rc = SMTPC_OK;
	if (smtpc_str_ieq(type, SMTPC_STR("message/rfc822"))) {
		rc = header_put(s, SMTPC_ENC_AUTO);
		scan_begin_header(s, SMTPC_RAW_MESSAGE, s->body_from);
	}
	return rc;
}

/* The part ends, whatever of it there is, and its body at |to|. */
static int scan_end_part(smtpc_rawscan *s, smtpc_place to)
{
	bool in_header = s->state == SMTPC_RAW_HEADER;
	int rc = in_header ? scan_end_header(s, s->behind, s->behind) : SMTPC_OK;
	return rc < 0 || s->state != SMTPC_RAW_LEAF ? rc : leaf_end(s, to);
}

/* |line| is a delimiter of a multipart that we are in: its level, counted from 1, or 0. */
static size_t scan_delimits(const smtpc_rawscan *s, const smtpc_line_info *line, bool *closes)
{
	const char *text = line->start + 2;
	if (line->solid > line->start_len || line->solid < 3 || memcmp(line->start, "--", 2) != 0) {
		return 0;
	}
	size_t len = (size_t)line->solid - 2;
	for (size_t i = s->depth; i > 0; i--) {
		const smtpc_raw_level *level = &s->levels[i - 1];
		bool begins = len >= level->len && memcmp(text, level->boundary, level->len) == 0;
		*closes = begins && len == level->len + 2 && memcmp(text + level->len, "--", 2) == 0;
		if (begins && (len == level->len || *closes)) {
			return i;
		}
	}
	return 0;
}

/* ---- Lines --------------------------------------------------------------- */

/* A line that belongs to no part. */
static int scan_between(smtpc_rawscan *s, const smtpc_line_info *line)
{
	const char *trouble = line_trouble(line);
	s->eight_bit = s->eight_bit || line->eight_bit;
	return trouble == NULL
		? SMTPC_OK
		: scan_refuse(s, s->number, trouble,
			  s->options.encode ? "it is in no part that could be encoded" : NULL);
}

static int scan_delimiter(smtpc_rawscan *s, const smtpc_line_info *line, size_t level, bool closes)
{
	if (s->state == SMTPC_RAW_HEADER) {
		/* It was taken for a part of it. */
		smtpc_buf_truncate(&s->header, (size_t)(line->to.at - line->from.at));
	}
	int rc = scan_end_part(s, s->end);
	rc = rc < 0 ? rc : scan_between(s, line);
	s->depth = closes ? level - 1 : level;
	s->is_signed = s->depth > 0 && s->levels[s->depth - 1].is_signed;
	s->state = SMTPC_RAW_BETWEEN;
	if (!closes) {
		scan_begin_header(s, SMTPC_RAW_PART, line->behind);
	}
	return rc;
}

static int scan_header_line(smtpc_rawscan *s, const smtpc_line_info *line)
{
	if (line->to.at == line->from.at) {
		int rc = scan_end_header(s, line->from, line->behind);
		return rc < 0 ? rc : scan_enter_body(s);
	}
	s->eight_bit = s->eight_bit || (s->kind != SMTPC_RAW_MAIL && line->eight_bit);
	return smtpc_buf_append(&s->header, "\r\n", 2);
}

static int scan_leaf_line(smtpc_rawscan *s, const smtpc_line_info *line)
{
	const char *trouble = line_trouble(line);
	if (trouble != NULL && !s->options.encode) {
		return scan_refuse(s, s->number, trouble, NULL);
	}
	if (trouble != NULL && s->trouble == 0) {
		s->trouble = s->number;
		s->reason = trouble;
	}
	s->body_eight_bit = s->body_eight_bit || line->eight_bit;
	return SMTPC_OK;
}

static int scan_line(smtpc_rawscan *s)
{
	const smtpc_line_info *line = &s->lines.line;
	bool closes = false;
	int rc = SMTPC_OK;
	s->number++;
	size_t level = scan_delimits(s, line, &closes);
	if (level > 0) {
		rc = scan_delimiter(s, line, level, closes);
	} else if (s->state == SMTPC_RAW_HEADER) {
		rc = scan_header_line(s, line);
	} else if (s->state == SMTPC_RAW_BETWEEN) {
		rc = scan_between(s, line);
	} else {
		rc = scan_leaf_line(s, line);
	}
	s->end = line->to;
	s->behind = line->behind;
	return rc;
}

/* The text of a line, or a part of it, in a header. */
static int scan_header_text(smtpc_rawscan *s, smtpc_str text)
{
	if (smtpc_buf_len(&s->header) + text.len > SMTPC_RAW_HEADER_MAX) {
		return scan_refuse(s, s->header_line, "begins a header of more than 1 MiB", NULL);
	}
	return smtpc_buf_append_str(&s->header, text);
}

/* ---- The whole ----------------------------------------------------------- */

static int scan_tell(smtpc_rawscan *s, int rc)
{
	return rc == SMTPC_E_NOMEM ? smtpc_fail(s->err, rc, NULL) : rc;
}

int smtpc_rawscan_feed(smtpc_rawscan *scan, smtpc_str data)
{
	int rc = SMTPC_OK;
	while (data.len > 0 && rc == SMTPC_OK && !smtpc_rawscan_is_done(scan)) {
		smtpc_str text;
		bool complete = smtpc_lines_feed(&scan->lines, &data, &text);
		if (scan->state == SMTPC_RAW_HEADER) {
			rc = scan_header_text(scan, text);
		}
		if (complete && rc == SMTPC_OK) {
			rc = scan_line(scan);
		}
	}
	return scan_tell(scan, rc);
}

int smtpc_rawscan_finish(smtpc_rawscan *scan)
{
	bool in_head = smtpc_rawscan_in_head(scan);
	bool more = smtpc_lines_finish(&scan->lines);
	int rc = more ? scan_line(scan) : SMTPC_OK;
	rc = rc < 0 ? rc : scan_end_part(scan, scan->behind);
	rc = rc < 0 ? rc : scan_add_plain(scan, scan->behind);
	/* RFC 5322 §2.1: a message is lines. Those of the head have their ends already. */
	bool open = scan->open || (more && scan->lines.line.unended && !in_head);
	if (rc == SMTPC_OK && open) {
		rc = smtpc_buf_append_str(&scan->entity->text, SMTPC_STR("\r\n"));
	}
	rc = rc < 0 ? rc : smtpc_entity_end_text(scan->entity);
	return scan_tell(scan, rc);
}
