/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 *   read_gmime DIRECTORY
 * reads all N.eml with GMime, as strictly as it can, and prints a line of JSON for each: what it
 * has read, in the form of expect.inc, and the defects that it has found. What it cannot be asked:
 *
 * - Years before 1969, which it takes for no years (RFC 5322 §3.3: from 1900 on): "unread".
 * - The parameter "name", which compare.inc leaves out: where there are encoded words in the quotes
 *   (against RFC 2047 §5, but everybody writes that), a decoded quote is the end for it. */
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GMimeParserOptions *options;
static GString *out, *defects;

/* ---- JSON ---------------------------------------------------------------- */

static void put_string(GString *to, const char *text)
{
	if (text == NULL) {
		g_string_append(to, "null");
		return;
	}
	g_string_append_c(to, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c < ' ' || c == '"' || c == '\\') {
			g_string_append_printf(to, "\\u%04x", c);
		} else {
			g_string_append_c(to, *text);
		}
	}
	g_string_append_c(to, '"');
}

static void put_key(const char *key, const char *value)
{
	put_string(out, key);
	g_string_append_c(out, ':');
	put_string(out, value);
	g_string_append_c(out, ',');
}

/* Behind the last member of a list. */
static void put_end(char end)
{
	if (out->str[out->len - 1] == ',') {
		g_string_truncate(out, out->len - 1);
	}
	g_string_append_c(out, end);
}

/* ---- Addresses ----------------------------------------------------------- */

/* The local part without its quotes. */
static char *local_of(const char *addr, size_t len)
{
	GString *local = g_string_new(NULL);
	bool quoted = len > 0 && addr[0] == '"';
	for (size_t i = quoted; i < len - quoted; i++) {
		i += quoted && addr[i] == '\\';
		g_string_append_c(local, addr[i]);
	}
	return g_string_free(local, FALSE);
}

static bool is_ascii(const char *text, size_t len)
{
	while (len > 0 && (unsigned char)text[len - 1] < 0x80) {
		len--;
	}
	return len == 0;
}

static void put_mailbox(InternetAddress *address)
{
	/* It shows domains as people read them; where the local part is ASCII, they must be A-labels.
	 */
	InternetAddressMailbox *mailbox = INTERNET_ADDRESS_MAILBOX(address);
	const char *addr = internet_address_mailbox_get_addr(mailbox);
	addr =
		is_ascii(addr, strcspn(addr, "@")) ? internet_address_mailbox_get_idn_addr(mailbox) : addr;
	const char *at = addr != NULL ? strrchr(addr, '@') : NULL;
	const char *name = internet_address_get_name(address);
	char *local = at != NULL ? local_of(addr, (size_t)(at - addr)) : g_strdup("");
	g_string_append_c(out, '{');
	put_key("name", name != NULL ? name : "");
	put_key("local", local);
	put_key("domain", at != NULL ? at + 1 : NULL);
	put_end('}');
	g_string_append_c(out, ',');
	g_free(local);
}

static void put_addresses(InternetAddressList *list)
{
	g_string_append_c(out, '[');
	for (int i = 0; list != NULL && i < internet_address_list_length(list); i++) {
		InternetAddress *address = internet_address_list_get_address(list, i);
		if (!INTERNET_ADDRESS_IS_GROUP(address)) {
			put_mailbox(address);
			continue;
		}
		g_string_append_c(out, '{');
		put_key("group", internet_address_get_name(address));
		g_string_append(out, "\"members\":");
		put_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
		g_string_append(out, "},");
	}
	put_end(']');
}

/* ---- Fields -------------------------------------------------------------- */

static void put_date(const char *text)
{
	GDateTime *date = g_mime_utils_header_decode_date(text);
	if (date == NULL) {
		bool old = g_regex_match_simple(" 19[0-6][0-9] ", text, 0, 0);
		g_string_append(out, old ? "{\"unread\":\"a year before 1970\"}" : "null");
		return;
	}
	g_string_append_printf(out, "{\"time\":%lld,\"offset\":%lld}",
		(long long)g_date_time_to_unix(date),
		(long long)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE));
	g_date_time_unref(date);
}

static bool field_has_addresses(const char *name)
{
	static const char *const names[] = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (g_ascii_strcasecmp(name, names[i]) == 0) {
			return true;
		}
	}
	return false;
}

static void put_field(GMimeHeader *header)
{
	const char *name = g_mime_header_get_name(header);
	const char *raw = g_mime_header_get_raw_value(header);
	g_string_append_c(out, '[');
	put_string(out, name);
	g_string_append_c(out, ',');
	if (field_has_addresses(name)) {
		char *unfolded = g_mime_utils_header_unfold(raw);
		InternetAddressList *list = internet_address_list_parse(options, unfolded);
		put_addresses(list);
		g_clear_object(&list);
		g_free(unfolded);
	} else if (g_ascii_strcasecmp(name, "Date") == 0) {
		put_date(raw);
	} else {
		char *unfolded = g_mime_utils_header_unfold(raw);
		char *value = g_mime_utils_header_decode_text(options, unfolded);
		put_string(out, value);
		g_free(value);
		g_free(unfolded);
	}
	g_string_append(out, "],");
}

/* All but Content-*. */
static void put_fields(GMimeObject *object)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	g_string_append_c(out, '[');
	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
		if (g_ascii_strncasecmp(g_mime_header_get_name(header), "Content-", 8) != 0) {
			put_field(header);
		}
	}
	put_end(']');
}

/* ---- Bodies -------------------------------------------------------------- */

static void put_params(GMimeContentType *type)
{
	static const char *const others[] = {"boundary", "charset", "name"};
	GMimeParamList *list = g_mime_content_type_get_parameters(type);
	g_string_append(out, "\"params\":{");
	for (int i = 0; i < g_mime_param_list_length(list); i++) {
		GMimeParam *param = g_mime_param_list_get_parameter_at(list, i);
		const char *name = g_mime_param_get_name(param);
		if (strcmp(name, others[0]) != 0 && strcmp(name, others[1]) != 0 &&
			strcmp(name, others[2]) != 0) {
			put_key(name, g_mime_param_get_value(param));
		}
	}
	put_end('}');
	g_string_append_c(out, ',');
}

static void put_about(GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
	const char *charset = g_mime_content_type_get_parameter(type, "charset");
	const char *encoding = g_mime_object_get_header(object, "Content-Transfer-Encoding");
	char *name = g_mime_content_type_get_mime_type(type);
	char *lower = charset != NULL ? g_ascii_strdown(charset, -1) : NULL;
	put_key("type", name);
	put_key("charset", lower);
	put_key("disposition",
		disposition != NULL ? g_mime_content_disposition_get_disposition(disposition) : NULL);
	put_key("filename",
		disposition != NULL ? g_mime_content_disposition_get_parameter(disposition, "filename")
							: NULL);
	put_key("id", g_mime_object_get_header(object, "Content-ID"));
	put_key("encoding", encoding != NULL ? encoding : "7bit");
	put_params(type);
	g_free(name);
	g_free(lower);
}

static void put_content(GMimePart *part)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (content != NULL) {
		g_mime_data_wrapper_write_to_stream(content, stream);
	}
	GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, octets->data, octets->len);
	g_string_append_printf(out, "\"content\":[%u,\"%s\"]", octets->len, digest);
	g_free(digest);
	g_object_unref(stream);
}

static void put_message(GMimeMessage *message);
static void put_part(GMimeObject *object, bool inner);

static void put_parts(GMimeMultipart *multipart)
{
	g_string_append(out, "\"parts\":[");
	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		put_part(g_mime_multipart_get_part(multipart, i), true);
		g_string_append_c(out, ',');
	}
	put_end(']');
}

/* |inner|: not a message's own, which has its header. */
static void put_part(GMimeObject *object, bool inner)
{
	g_string_append_c(out, '{');
	put_about(object);
	if (inner) {
		size_t before = out->len;
		g_string_append(out, "\"others\":");
		put_fields(object);
		bool none = g_str_has_suffix(out->str, "[]");
		g_string_append_c(out, ',');
		g_string_truncate(out, none ? before : out->len);
	}
	if (GMIME_IS_MULTIPART(object)) {
		put_parts(GMIME_MULTIPART(object));
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		g_string_append(out, "\"message\":");
		put_message(g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)));
	} else {
		put_content(GMIME_PART(object));
	}
	g_string_append_c(out, '}');
}

static void put_message(GMimeMessage *message)
{
	g_string_append(out, "{\"fields\":");
	put_fields(GMIME_OBJECT(message));
	g_string_append(out, ",\"body\":");
	put_part(g_mime_message_get_mime_part(message), false);
	g_string_append_c(out, '}');
}

/* ---- Files --------------------------------------------------------------- */

static void on_warning(gint64 offset, GMimeParserWarning code, const gchar *item, gpointer data)
{
	(void)data;
	char *text = g_strdup_printf("%d at %lld: %s", (int)code, (long long)offset, item);
	g_string_append_c(defects, defects->len > 0 ? ',' : ' ');
	put_string(defects, text);
	g_free(text);
}

static void read_file(const char *dir, const char *file)
{
	char *path = g_build_filename(dir, file, NULL);
	GMimeStream *stream = g_mime_stream_file_open(path, "rb", NULL);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_string_truncate(out, 0);
	g_string_truncate(defects, 0);
	GMimeMessage *message = g_mime_parser_construct_message(parser, options);
	g_string_append_printf(out, "{\"n\":%d,", atoi(file));
	if (message != NULL) {
		g_string_append(out, "\"message\":");
		put_message(message);
		g_string_append_printf(out, ",\"defects\":[%s]}\n", defects->str);
		g_object_unref(message);
	} else {
		g_string_append(out, "\"error\":\"no message\"}\n");
	}
	fwrite(out->str, 1, out->len, stdout);
	g_object_unref(parser);
	g_object_unref(stream);
	g_free(path);
}

int main(int argc, char **argv)
{
	GDir *dir = argc == 2 ? g_dir_open(argv[1], 0, NULL) : NULL;
	if (dir == NULL) {
		return 2;
	}
	g_mime_init();
	options = g_mime_parser_options_new();
	g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_STRICT);
	g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_STRICT);
	g_mime_parser_options_set_warning_callback(options, on_warning, NULL);
	out = g_string_new(NULL);
	defects = g_string_new(NULL);
	for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
		if (g_str_has_suffix(name, ".eml")) {
			read_file(argv[1], name);
		}
	}
	g_dir_close(dir);
	return 0;
}
