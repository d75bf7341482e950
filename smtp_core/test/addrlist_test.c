/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include <time.h>

#include "mime/smtpc_header.h"

enum { BIG = 1 << 20 };

static char shown_buf[2][BIG];

typedef struct text_out {
	char *buf;
	size_t len;
} text_out;

static void out_put(text_out *out, smtpc_str text)
{
	if (out->len + text.len < BIG && text.len > 0) {
		memcpy(out->buf + out->len, text.ptr, text.len);
		out->len += text.len;
	}
}

static void out_put_addr(text_out *out, const smtpc_addr *addr)
{
	out_put(out, addr->name);
	out_put(out, SMTPC_STR("<"));
	out_put(out, addr->local);
	out_put(out, SMTPC_STR("@"));
	out_put(out, addr->ascii_domain);
	out_put(out, SMTPC_STR(">"));
}

/* The list as "name<a@b> {group: <c@d> <e@f>}". */
static smtpc_str shown(int which, const smtpc_addr_list *list)
{
	text_out out = {shown_buf[which], 0};
	size_t group = 0;
	for (size_t i = 0; i < list->count || group < list->group_count;) {
		size_t end = i + 1;
		bool grouped = group < list->group_count && list->groups[group].first == i;
		out_put(&out, out.len > 0 ? SMTPC_STR(" ") : SMTPC_STR(""));
		if (grouped) {
			end = i + list->groups[group].count;
			out_put(&out, SMTPC_STR("{"));
			out_put(&out, list->groups[group++].name);
			out_put(&out, SMTPC_STR(":"));
		}
		for (; i < end; i++) {
			out_put(&out, grouped ? SMTPC_STR(" ") : SMTPC_STR(""));
			out_put_addr(&out, &list->items[i]);
		}
		out_put(&out, grouped ? SMTPC_STR("}") : SMTPC_STR(""));
	}
	return (smtpc_str){out.buf, out.len};
}

/* Lines end in CRLF, begin with a blank from the second on, and are no longer than |max|. */
static void check_lines(smtpc_str text, size_t max)
{
	size_t line = 0;
	for (size_t i = 0; i < text.len; i++, line++) {
		if (text.ptr[i] == '\r') {
			CHECK(line > 0 && line <= max && text.ptr[i + 1] == '\n');
			CHECK(i + 2 == text.len || text.ptr[i + 2] == ' ');
			line = SIZE_MAX;
			i++;
		}
	}
	CHECK_INT(line, 0);
}

/* What was read is written strictly, and reads as the same. */
static void check_again(const smtpc_addr_list *list)
{
	smtpc_buf buf;
	smtpc_addr_list again;
	smtpc_error err = {.message = ""};
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), BIG);
	CHECK_INT(smtpc_header_addrs(&buf, SMTPC_STR("To"), list), 0);
	smtpc_str field = smtpc_buf_str(&buf);
	check_lines(field, 998);
	smtpc_str value = {field.ptr + 3, field.len - 5};
	CHECK_INT(smtpc_addr_list_parse(&again, NULL, value, &err), 0);
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_str first = shown(0, list);
	smtpc_str second = shown(1, &again);
	CHECK(smtpc_str_eq(first, second));
	smtpc_addr_list_free(&again);
	smtpc_buf_free(&buf);
}

/* |want| NULL: it is refused. */
typedef struct list_row {
	const char *header, *want;
} list_row;

static void check_row(const list_row *row)
{
	smtpc_addr_list list;
	smtpc_error err = {.message = ""};
	int rc = smtpc_addr_list_parse(&list, NULL, smtpc_str_of(row->header), &err);
	if (row->want == NULL) {
		CHECK_INT(rc, SMTPC_E_ARGUMENT);
		CHECK(err.code == rc && list.count == 0 && list.items == NULL);
		CHECK(rc != SMTPC_OK || (fprintf(stderr, "taken: %s\n", row->header), false));
		smtpc_addr_list_free(&list);
		return;
	}
	CHECK_STR(smtpc_str_of(err.message), "");
	CHECK_INT(rc, SMTPC_OK);
	CHECK_STR(shown(0, &list), row->want);
	if (list.count + list.group_count > 0) {
		check_again(&list);
	}
	smtpc_addr_list_free(&list);
	smtpc_addr_list_free(&list);
}

#define ROWS(rows) \
	do { \
		for (size_t i_ = 0; i_ < sizeof(rows) / sizeof((rows)[0]); i_++) { \
			check_row(&(rows)[i_]); \
		} \
	} while (0)

static void reads_mailboxes(void)
{
	static const list_row rows[] = {
		{"", ""},
		{" ", ""},
		{" \t\r\n (nobody)\r\n\t", ""},
		{"a@b.org", "<a@b.org>"},
		{"a@b.org,c@d.org", "<a@b.org> <c@d.org>"},
		{" a@b.org , <c@d.org> ,\te@f.org ", "<a@b.org> <c@d.org> <e@f.org>"},
		{"Jane Roe <jane@one.example>", "Jane Roe<jane@one.example>"},
		{"\"Jane Q. Roe\" <jane.q.roe@one.example>", "Jane Q. Roe<jane.q.roe@one.example>"},
		{"Ann B <ann@x.example>, joe@y.example, Why? <one@z.example>",
			"Ann B<ann@x.example> <joe@y.example> Why?<one@z.example>"},
		{"<boss@x.example>, \"Big; \\\"Blue\\\" Box\" <box@y.example>",
			"<boss@x.example> Big; \"Blue\" Box<box@y.example>"},
		{"\"a, b\"@x.org, \"c;d:\"@x.org", "<\"a, b\"@x.org> <\"c;d:\"@x.org>"},
		{"\"x@y, z\" <a@b.org>, c@d.org", "x@y, z<a@b.org> <c@d.org>"},
		{"\xc3\xa4@b.org, \xc3\xa4 \xc3\xb6 <a@\xc3\xa4x.org>",
			"<\xc3\xa4@b.org> \xc3\xa4 \xc3\xb6<a@xn--x-zfa.org>"},
		{"a@[192.0.2.1], N <b@[IPv6:::1]>", "<a@[192.0.2.1]> N<b@[IPv6:::1]>"},
		{"me@x.org <me@x.org>, you@x.org <you@X.ORG>", "me@x.org<me@x.org> you@x.org<you@x.org>"},
	};
	ROWS(rows);
}

static void reads_groups(void)
{
	static const list_row rows[] = {
		{"Undisclosed recipients:;", "{Undisclosed recipients:}"},
		{"G: ;", "{G:}"},
		{"G: (x), ,\r\n ;", "{G:}"},
		{"G:a@b.org;", "{G: <a@b.org>}"},
		{"Some Group:Ed Roe <c@a.example>,joe@b.example,John <j@c.example>;",
			"{Some Group: Ed Roe<c@a.example> <joe@b.example> John<j@c.example>}"},
		{"a@b.org, G: c@d.org;, e@f.org", "<a@b.org> {G: <c@d.org>} <e@f.org>"},
		{"G: a@b.org, c@d.org; (x), H:;, I: e@f.org;",
			"{G: <a@b.org> <c@d.org>} {H:} {I: <e@f.org>}"},
		{"\"G, or: not\": a@b.org;", "{G, or: not: <a@b.org>}"},
		{"=?utf-8?q?Gr=C3=BC=C3=9Fe?=: a@b.org;",
			"{Gr\xc3\xbc\xc3\x9f"
			"e: <a@b.org>}"},
		{"=?utf-8?b?YTpiOw==?= : ;", "{a:b;:}"},
		{"J. R. (x) \"Co\": a@b.org (Ann), , \"b\"@c.org,;", "{J. R. Co: Ann<a@b.org> <b@c.org>}"},
		{"A:;,B:;,C:;", "{A:} {B:} {C:}"},
		{"a@b.org,A:;,B:;,c@d.org,C:;", "<a@b.org> {A:} {B:} <c@d.org> {C:}"},
	};
	ROWS(rows);
}

/* The shapes of RFC 5322's appendices A.5 and A.6. */
static void reads_odd_and_obsolete_forms(void)
{
	static const list_row rows[] = {
		{"Pat(A good \\) one) <pat(her account)@x.example(her host)>", "Pat<pat@x.example>"},
		{"A Group(Some people)\r\n     :Chris Roe <c@(Chris's host.)public.example>,\r\n"
		 "         joe@x.example,\r\n  Jon <jon@y.example> (my friend); (the end of the group)",
			"{A Group: Chris Roe<c@public.example> <joe@x.example> Jon<jon@y.example>}"},
		{"(Empty list)(start)Hidden ones  :(nobody(that I know))  ;", "{Hidden ones:}"},
		{"Joe Q. Roe <joe.q.roe@x.example>", "Joe Q. Roe<joe.q.roe@x.example>"},
		{"Ann Roe <@node.example:ann@x.example>, , jon@y  . example",
			"Ann Roe<ann@x.example> <jon@y.example>"},
		{"Jon Roe <jon@machine(comment).  example>", "Jon Roe<jon@machine.example>"},
		{"Ann Roe\r\n  \r\n          <ann@x.example>", "Ann Roe<ann@x.example>"},
		{"Ann\r\n \tRoe <ann@x.example>", "Ann Roe<ann@x.example>"},
		{",,a@b.org,(x),,\r\n ,c@d.org,", "<a@b.org> <c@d.org>"},
		{",", ""},
		{"\"Ann\r\n\tB  C\" <a@b.org>", "Ann B  C<a@b.org>"},
		{"\"a\r\n b\"@b.org", "<\"a b\"@b.org>"},
		{"\"x\\\ty\" <a@b.org>", "x y<a@b.org>"},
		{"a\r\n @\r\n b\r\n .org", "<a@b.org>"},
		{"<@x,\r\n @y:a@b.org>", "<a@b.org>"},
		{"a@[\r\n 192.0.2.1\t]", "<a@[192.0.2.1]>"},
		{"a@b.org (Ann\r\n Roe), c@d.org (=?utf-8?q?=C3=84?=\r\n =?utf-8?q?B?=)",
			"Ann Roe<a@b.org> \xc3\x84"
			"B<c@d.org>"},
		{"=?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\n\t<a@b.org>", "ab<a@b.org>"},
		{"a@b.org (x), (y) c@d.org, (z) <e@f.org>", "x<a@b.org> <c@d.org> <e@f.org>"},
		{"=?utf-8?q?a=0D=0AX?= <a@b.org>, =?x-y?q?a?= <c@d.org>",
			"=?utf-8?q?a=0D=0AX?=<a@b.org> =?x-y?q?a?=<c@d.org>"},
		{"=?utf-8?q?a=2C_c=40d=2Eorg=2C?= <a@b.org>", "a, c@d.org,<a@b.org>"},
	};
	ROWS(rows);
}

static void refuses_what_is_no_list(void)
{
	static const list_row rows[] = {
		{"a", NULL},
		{"a,b@c.org", NULL},
		{"Doe, Jane <a@b.org>", NULL},
		{"a@b.org c@d.org", NULL},
		{"a@b.org <c@d.org>", NULL},
		{"<a@b.org> c@d.org", NULL},
		{"a@b.org; c@d.org", NULL},
		{"a@b.org;", NULL},
		{";", NULL},
		{"G", NULL},
		{"G:", NULL},
		{"G: a@b.org", NULL},
		{"G: a@b.org, ", NULL},
		{"G: a;", NULL},
		{"G: H: a@b.org;;", NULL},
		{"G: a@b.org; c@d.org", NULL},
		{"G: a@b.org;;", NULL},
		{":;", NULL},
		{"\"\":;", NULL},
		{"\" \": a@b.org;", NULL},
		{"(G): a@b.org;", NULL},
		{"[G]: a@b.org;", NULL},
		{"a@b: c@d.org;", NULL},
		{"<G>: a@b.org;", NULL},
		{"a@b.org, c@@d.org", NULL},
		{"a@b.org\r\n", NULL},
		{"a@b.org\r\n,c@d.org", NULL},
		{"a@b.org\n c@d.org", NULL},
		{"a@b.org,\n c@d.org", NULL},
		{"a@b.org,\r c@d.org", NULL},
		{"a@b.org,\r\n\r\n c@d.org", NULL},
		{"\"a\r\nb\" <a@b.org>", NULL},
		{"\"a\\\r\n b\" <a@b.org>", NULL},
		{"(a\\\r\n b) <a@b.org>", NULL},
		{"(a\nb) <a@b.org>", NULL},
		{"\"a\tb\"@b.org", NULL},
		{"\"a\\\tb\"@b.org", NULL},
		{"a@b.org\x01", NULL},
		{"a@b.org\x7f", NULL},
		{"a@b.org\xc2\x85", NULL},
		{"(\xe2\x80\xa9) a@b.org", NULL},
		{"\xe4 <a@b.org>", NULL},
		{"=?utf-8?q?a?=@b.org", NULL},
		{"\"=?utf-8?q?a?=\"@b.org", NULL},
		{"=?utf-8?q?a,_b?= <a@b.org>", NULL},
		{"=?utf-8?q?a?= =?utf-8?q?<?= <a@b.org>", NULL},
		{"\"a@b.org, c@d.org", NULL},
		{"(a@b.org, c@d.org", NULL},
		{"<a@b.org, c@d.org", NULL},
	};
	ROWS(rows);
}

static const char *refusal(smtpc_str header)
{
	static smtpc_error err;
	smtpc_addr_list list;
	CHECK_INT(smtpc_addr_list_parse(&list, NULL, header, &err), SMTPC_E_ARGUMENT);
	return err.message;
}

static void names_the_place(void)
{
	static const struct {
		const char *header, *message;
	} rows[] = {
		{"a@b.org, c@d.org, e@@f.org, g@h.org",
			"address 3: invalid address \"e@@\": it has more than one @"},
		{"a@b.org, G: c@d.org, x@y..z;",
			"address 3: invalid address \"x@y..\": the domain is malformed"},
		{"a@b.org, G: c@d.org",
			"address 2: invalid group \"G: c@d.org\": it does not end with a semicolon"},
		{"G: H:;;", "address 1: invalid group \"G: H\": a group is in a group"},
		{":;", "address 1: invalid group \":;\": it has no name"},
		{"Doe, Jane <a@b.org>", "address 1: invalid address \"Doe\": it has no @"},
		{"a@b.org, \"x", "address 2: invalid address \"\"x\": a quote is not closed"},
		{"a@b.org, (x", "address 2: invalid address \"(x\": a comment is not closed"},
		{"a@b.org; c@d.org", "address 1: invalid address \"a@b.org;\": a semicolon ends no group"},
		{"a@b.org, c@d.org\n",
			"address 2: invalid address \"c@d.org\": it has a line break that folds no line"},
		{"a@b.org, x <c@d.org\x01>",
			"address 2: invalid address \"x <c@d.org\": it has a control character"},
		{"a@b.org,\r\n x\xff", "address 2: invalid address \"x\": it is not valid UTF-8"},
		{"a@b.org <c@d.org>",
			"address 1: invalid address \"a@b.org <c@d.org>\": an address is in its display name and not quoted"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(smtpc_str_of(refusal(smtpc_str_of(rows[i].header))), rows[i].message);
	}
	CHECK_STR(smtpc_str_of(refusal(SMTPC_STR("a@b.org\0"))),
		"address 1: invalid address \"a@b.org\": it has a control character");
}

/* However it is cut, it is read or refused; and what is read is written again. */
static void can_be_cut_anywhere(void)
{
	static const char header[] =
		"a@b.org (Ann (x) \\) Roe), =?utf-8?q?=C3=84?= =?utf-8?b?w6Q=?= \"x\\\"y\"\r\n"
		"\t<@r.org,@[192.0.2.1]: \"q\\ \".c@[IPv6:::1]>, ,J. \xc3\xa4 (z): d@e\r\n (w).org,f@g;,\r\n h@i";
	size_t taken = 0;
	for (size_t len = 0; len < sizeof header; len++) {
		for (size_t from = 0; from <= len; from++) {
			smtpc_addr_list list;
			/* A copy of its own, so that a step over its end is seen. */
			char *copy = malloc(len - from + 1);
			memcpy(copy, header + from, len - from);
			if (smtpc_addr_list_parse(&list, NULL, (smtpc_str){copy, len - from}, NULL) == 0) {
				taken++;
				if (list.count + list.group_count > 0) {
					check_again(&list);
				}
			}
			smtpc_addr_list_free(&list);
			free(copy);
		}
	}
	CHECK(taken > 100);
}

/* ---- Limits -------------------------------------------------------------- */

static char *many(const char *piece, size_t count, const char *tail, size_t *len)
{
	size_t one = strlen(piece);
	char *text = malloc(one * count + strlen(tail) + 1);
	for (size_t i = 0; i < count; i++) {
		memcpy(text + i * one, piece, one);
	}
	memcpy(text + one * count, tail, strlen(tail) + 1);
	*len = one * count + strlen(tail);
	return text;
}

static int parse_many(const char *piece, size_t count, const char *tail, size_t *found)
{
	size_t len;
	smtpc_addr_list list;
	char *text = many(piece, count, tail, &len);
	int rc = smtpc_addr_list_parse(&list, NULL, (smtpc_str){text, len}, NULL);
	*found = list.count + list.group_count;
	smtpc_addr_list_free(&list);
	free(text);
	return rc;
}

static void keeps_the_limits(void)
{
	size_t found;
	CHECK_INT(parse_many("a@b,", 100000, "", &found), 0);
	CHECK_INT(found, 100000);
	CHECK_INT(parse_many("a@b,", 100000, "a@b", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("a:b@c;,", 50000, "", &found), 0);
	CHECK_INT(parse_many("a:b@c;,", 50000, "a:;", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("a:;,", 100001, "", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many(",", 1 << 24, "", &found), 0);
	CHECK_INT(parse_many(",", 1 << 24, ",", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("(", 64, "", &found), SMTPC_E_ARGUMENT);
	char nested[200] = "";
	memset(nested, '(', 64);
	memset(nested + 64, ')', 64);
	CHECK_INT(parse_many(nested, 1, "a@b", &found), 0);
	memset(nested, '(', 65);
	memset(nested + 65, ')', 65);
	CHECK_INT(parse_many(nested, 1, "a@b", &found), SMTPC_E_ARGUMENT);
	CHECK(strstr(refusal(smtpc_str_of(nested)), "too many comments") != NULL);
	CHECK_INT(parse_many("n", 3072, " <a@b>", &found), 0);
	CHECK_INT(parse_many("n", 3073, " <a@b>", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("n", 3073, ": a@b;", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("=?utf-8?q?abc?= ", 1024, " <a@b>", &found), 0);
	CHECK_INT(parse_many("=?utf-8?q?abc?= ", 1025, " <a@b>", &found), SMTPC_E_ARGUMENT);
	/* The source is longer than we care for, whatever it says. */
	CHECK_INT(parse_many("=?utf-8?q?\?= ", 100000, " <a@b>", &found), SMTPC_E_ARGUMENT);
	CHECK_INT(parse_many("=?iso-8859-1?q?=E4?= ", 700, " <a@b>", &found), 0);
	CHECK_INT(parse_many("(c)", 100000, " a@b", &found), 0);
	CHECK_INT(parse_many("<@r", 1, ":a@b>", &found), 0);
	CHECK_INT(parse_many(".a", 40, "@b", &found), SMTPC_E_ARGUMENT);
}

static void takes_linear_time(void)
{
	static const char *const pieces[] = {"(", ")", "<", "\"", "@", ",", "\\", ">", "[", "a", ".",
		":", ";", "=?", "=?a?q?b?= ", "a@b ", "a@b,", "a ", "\"\" ", "(x)", "a:", "<@r,", "=?a?q?",
		"a@b:", "(=?a?q?b?=)", "\r\n ", "a@a <"};
	static const char *const heads[] = {"", "\"", "(", "<a@b> (", "a <@", "g: "};
	clock_t start = clock();
	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		size_t len;
		char *text = many(pieces[i], (1 << 18) / strlen(pieces[i]), "", &len);
		for (size_t h = 0; h < sizeof heads / sizeof heads[0]; h++) {
			smtpc_addr_list list;
			memcpy(text, heads[h], strlen(heads[h]));
			smtpc_addr_list_parse(&list, NULL, (smtpc_str){text, len}, NULL);
			CHECK(list.count <= 100000);
			smtpc_addr_list_free(&list);
		}
		free(text);
	}
	CHECK((clock() - start) / CLOCKS_PER_SEC < 10);
}

static void says_when_there_is_no_memory(void)
{
	static const char header[] = "a@b, N <c@d>, =?utf-8?q?a?= =?iso-8859-1?q?=E4?= : e@f (x), "
								 "\"g\" <h@i>, j@k, l@m;, x:;";
	unsigned long at = 1;
	for (;; at++) {
		test_mem mem;
		smtpc_addr_list list;
		smtpc_error err = {.code = 0};
		test_mem_init(&mem);
		mem.fail_at = at;
		int rc = smtpc_addr_list_parse(&list, &mem.mem, smtpc_str_of(header), &err);
		CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
		CHECK_INT(err.code, rc);
		CHECK(rc == SMTPC_OK || (list.count == 0 && list.group_count == 0));
		if (rc == SMTPC_OK) {
			CHECK_STR(shown(0, &list), "<a@b> N<c@d> {a\xc3\xa4: x<e@f> g<h@i> <j@k> <l@m>} {x:}");
		}
		smtpc_addr_list_free(&list);
		CHECK_INT(mem.held, 0);
		if (rc == SMTPC_OK || at > 1000) {
			break;
		}
	}
	CHECK(at > 12);
}

int main(void)
{
	RUN(reads_mailboxes);
	RUN(reads_groups);
	RUN(reads_odd_and_obsolete_forms);
	RUN(refuses_what_is_no_list);
	RUN(names_the_place);
	RUN(can_be_cut_anywhere);
	RUN(keeps_the_limits);
	RUN(takes_linear_time);
	RUN(says_when_there_is_no_memory);
	smtpc_addr_list_free(NULL);
	return test_report();
}
