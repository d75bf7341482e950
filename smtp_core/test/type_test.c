/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "mime/smtpc_type.h"
#include "mime/smtpc_type_table.h"

enum { TABLE_ROWS = sizeof type_table / sizeof type_table[0] };

static void takes_content_types(void)
{
	static const struct {
		const char *text, *name, *param, *value;
	} rows[] = {
		{"text/plain", "text/plain", NULL, NULL},
		{"Application/PDF", "Application/PDF", NULL, NULL},
		{"image/svg+xml", "image/svg+xml", NULL, NULL},
		{"x-a/b.c-d_e!f#g$h&i^j", "x-a/b.c-d_e!f#g$h&i^j", NULL, NULL},
		{"text/csv; charset=utf-8", "text/csv", "CHARSET", "utf-8"},
		{"text/csv;charset=\"utf-8\"", "text/csv", "charset", "utf-8"},
		{"text/csv  ;  a=1;b=\"x; y=z\" ; c=3", "text/csv", "b", "x; y=z"},
		{"text/csv; q=\"\"", "text/csv", "q", ""},
		{"text/csv; q=\"a\\\"b\\\\c\\d\"", "text/csv", "q", "a\"b\\cd"},
		{"text/csv; q=a'b%c*d", "text/csv", "q", "a'b%c*d"},
		{"text/csv; a=1; b=2; c=3; d=4; e=5; f=6; g=7; h=8", "text/csv", "h", "8"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_type type;
		smtpc_error err = {.code = 0};
		char buf[SMTPC_TYPE_MAX];
		CHECK_INT(smtpc_type_parse(&type, smtpc_str_of(rows[i].text), &err), SMTPC_OK);
		CHECK_STR(type.name, rows[i].name);
		CHECK_INT(err.code, 0);
		if (rows[i].param == NULL) {
			CHECK_INT(type.param_count, 0);
			continue;
		}
		const smtpc_type_param *param = smtpc_type_find(&type, smtpc_str_of(rows[i].param));
		CHECK(param != NULL);
		if (param != NULL) {
			CHECK_STR(smtpc_type_value(param, buf), rows[i].value);
		}
		CHECK(smtpc_type_find(&type, SMTPC_STR("none")) == NULL);
	}
}

static void refuses_what_is_none(void)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"", "no content type"},
		{"text", "no content type"},
		{"text/", "no content type"},
		{"/plain", "no content type"},
		{" text/plain", "no content type"},
		{"text /plain", "no content type"},
		{"text/ plain", "no content type"},
		{"*/*", "no content type"},
		{"text/*", "no content type"},
		{"text/.a", "no content type"},
		{"text/a'b", "no content type"},
		{"text/plain ", "something other"},
		{"text/plain (c)", "something other"},
		{"text/plain/x", "something other"},
		{"text/plain, text/html", "something other"},
		{"text/plain;", "name=value"},
		{"text/plain; ", "name=value"},
		{"text/plain; ;a=b", "name=value"},
		{"text/plain; a", "name=value"},
		{"text/plain; a=", "name=value"},
		{"text/plain; =b", "name=value"},
		{"text/plain; a = b", "name=value"},
		{"text/plain; a=\"b", "name=value"},
		{"text/plain; a=\"b\\", "name=value"},
		{"text/plain; a=\"b\\\"", "name=value"},
		{"text/plain; a=\"b\"c", "something other"},
		{"text/plain; a=b c=d", "something other"},
		{"text/plain; a=b@c", "something other"},
		{"text/plain; a=b; A=c", "twice"},
		{"text/plain; charset=a; Charset=a", "twice"},
		{"text/plain; Boundary=x", "boundary"},
		{"text/plain; name*=UTF-8''x", "RFC 2231"},
		{"text/plain; name*0=x", "RFC 2231"},
		{"text/plain; a%b=x", "RFC 2231"},
		{"text/x; a=1; b=2; c=3; d=4; e=5; f=6; g=7; h=8; i=9", "more than 8"},
		{"text/plain\r\nX: y", "control character"},
		{"text/plain;\tcharset=a", "control character"},
		{"text/plain; a=\"\x7f\"", "control character"},
		{"text/pl\xc3\xa4in", "not ASCII"},
		{"text/plain; a=\"\xc3\xa4\"", "not ASCII"},
		{"multipart/mixed", "multipart"},
		{"MultiPart/x; a=b", "multipart"},
		{"message/rfc822", "message"},
		{"Message/delivery-status", "message"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_type type;
		smtpc_error err = {.code = 0};
		CHECK_INT(smtpc_type_parse(&type, smtpc_str_of(rows[i].text), &err), SMTPC_E_ARGUMENT);
		CHECK_INT(err.code, SMTPC_E_ARGUMENT);
		CHECK(strstr(err.message, rows[i].says) != NULL);
		if (test_current_failed) {
			fprintf(stderr, "|%s|: %s\n", rows[i].text, err.message);
			return;
		}
		CHECK_INT(smtpc_type_parse(&type, smtpc_str_of(rows[i].text), NULL), SMTPC_E_ARGUMENT);
	}
}

static void takes_messages_and_multiparts_if_told(void)
{
	smtpc_type type;
	smtpc_str message = SMTPC_STR("message/rfc822"), multi = SMTPC_STR("multipart/x");
	CHECK_INT(smtpc_type_parse_with(&type, message, SMTPC_TYPE_MESSAGE, NULL), SMTPC_OK);
	CHECK(smtpc_type_starts(&type, SMTPC_STR("MESSAGE/")));
	CHECK(!smtpc_type_starts(&type, SMTPC_STR("text/")));
	CHECK_INT(smtpc_type_parse_with(&type, multi, SMTPC_TYPE_MESSAGE, NULL), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_type_parse_with(&type, multi, SMTPC_TYPE_MULTIPART, NULL), SMTPC_OK);
	CHECK_INT(smtpc_type_parse_with(&type, message, SMTPC_TYPE_MULTIPART, NULL), SMTPC_E_ARGUMENT);
}

static void holds_its_limits(void)
{
	static char text[600];
	smtpc_type type;
	memset(text, 'a', sizeof text);
	text[127] = '/';
	CHECK_INT(smtpc_type_parse(&type, (smtpc_str){text, 255}, NULL), SMTPC_OK);
	CHECK_INT(smtpc_type_parse(&type, (smtpc_str){text, 256}, NULL), SMTPC_E_ARGUMENT);
	memcpy(text, "a/b; a=", 7);
	text[127] = 'a';
	CHECK_INT(smtpc_type_parse(&type, (smtpc_str){text, 512}, NULL), SMTPC_OK);
	CHECK_INT(type.params[0].value.len, 505);
	CHECK_INT(smtpc_type_parse(&type, (smtpc_str){text, 513}, NULL), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_type_parse(&type, SMTPC_STR("a/b; a=\"\0\""), NULL), SMTPC_E_ARGUMENT);
}

/* Cut anywhere, it is either taken or refused, and nothing is read that is not there. */
static void stands_being_cut(void)
{
	static const char text[] = "text/csv; charset=\"u\\\"tf\"; header=present; c=\"d e\"";
	for (size_t len = 0; len < sizeof text; len++) {
		char *copy = malloc(len + (len == 0));
		smtpc_type type;
		smtpc_error err = {.code = 0};
		CHECK(copy != NULL);
		if (copy != NULL) {
			memcpy(copy, text, len);
			CHECK_INT(smtpc_type_parse(&type, (smtpc_str){copy, len}, &err), err.code);
		}
		free(copy);
	}
}

static void knows_types_by_name(void)
{
	static const struct {
		const char *name, *type;
	} rows[] = {
		{"a.pdf", "application/pdf"},
		{"A.PDF", "application/pdf"},
		{"a.b.Jpg", "image/jpeg"},
		{"dir.d/a.png", "image/png"},
		{"dir.png/a", "application/octet-stream"},
		{"dir/.png", "application/octet-stream"},
		{"dir\\.png", "application/octet-stream"},
		{".png", "application/octet-stream"},
		{"..png", "image/png"},
		{"a.", "application/octet-stream"},
		{"a", "application/octet-stream"},
		{"", "application/octet-stream"},
		{"a.pdfx", "application/octet-stream"},
		{"a.pd", "application/octet-stream"},
		{"a.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "application/octet-stream"},
		{"a.\xc3\xa4", "application/octet-stream"},
		{"a.tar.gz", "application/gzip"},
		{"a.c++", "text/x-c++src"},
		{"a.js", "text/javascript"},
		{"a.mjs", "text/javascript"},
		{"a.ics", "text/calendar"},
		{"a.eml", "message/rfc822"},
		{"a.xml", "application/xml"},
		{"a.webp", "image/webp"},
		{"a.avif", "image/avif"},
		{"a.heic", "image/heic"},
		{"a.woff2", "font/woff2"},
		{"a.wasm", "application/wasm"},
		{"a.md", "text/markdown"},
		{"a.csv", "text/csv"},
		{"a.json", "application/json"},
		{"a.yaml", "application/yaml"},
		{"a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a.odt", "application/vnd.oasis.opendocument.text"},
		{"a.7z", "application/x-7z-compressed"},
		{"a.rar", "application/vnd.rar"},
		{"a.zst", "application/zstd"},
		{"a.mp4", "video/mp4"},
		{"a.m4a", "audio/mp4"},
		{"a.p7s", "application/pkcs7-signature"},
		{"a.p7m", "application/pkcs7-mime"},
		{"a.vcf", "text/vcard"},
		{"a.ts", "video/mp2t"},
		{"a.txt", "text/plain"},
		{"a.html", "text/html"},
		{"a.svg", "image/svg+xml"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(smtpc_type_of_name(smtpc_str_of(rows[i].name)), rows[i].type);
	}
}

/* Sorted, found row by row, and nothing in it that we would not take from a caller. */
static void has_a_sound_table(void)
{
	CHECK(TABLE_ROWS > 1000);
	for (size_t i = 0; i < TABLE_ROWS; i++) {
		char name[sizeof type_table[0].ext + 2] = "x.";
		smtpc_str ext = smtpc_str_of(type_table[i].ext);
		smtpc_str of = smtpc_str_of(type_table[i].type);
		smtpc_type type;
		CHECK(ext.len > 0 && ext.len < sizeof type_table[0].ext);
		CHECK(i == 0 || strcmp(type_table[i - 1].ext, type_table[i].ext) < 0);
		memcpy(name + 2, ext.ptr, ext.len);
		CHECK_STR(smtpc_type_of_name((smtpc_str){name, ext.len + 2}), type_table[i].type);
		CHECK_INT(smtpc_type_parse_with(&type, of, SMTPC_TYPE_MESSAGE, NULL), SMTPC_OK);
		CHECK(!smtpc_type_starts(&type, SMTPC_STR("message/")) ||
			smtpc_str_eq(ext, SMTPC_STR("eml")));
	}
}

int main(void)
{
	RUN(takes_content_types);
	RUN(refuses_what_is_none);
	RUN(takes_messages_and_multiparts_if_told);
	RUN(holds_its_limits);
	RUN(stands_being_cut);
	RUN(knows_types_by_name);
	RUN(has_a_sound_table);
	return test_report();
}
