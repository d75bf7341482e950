/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The one parser of options: one row an option, one reader a type, for arrays (camelCase, PHP
 * values) and for a DSN's query (snake_case, text). A reader refuses what cannot be meant; what
 * only makes sense together is checked by the core. */
#include "smtpmail_internal.h"

#include "fopen_wrappers.h"
#include "zend_closures.h"
#include "zend_enum.h"
#include "zend_exceptions.h"

#define SECONDS_MAX 1e9
#define RATE_MAX 1e6
#define TEXT_MAX 4096
#define TLS_1_2 0x0303
#define TLS_1_3 0x0304

typedef struct option_row option_row;

/* One value on its way in. */
typedef struct option_value {
	smtpmail_config *config;
	const smtpmail_origin *origin;
	const option_row *row;
	smtpc_str name; /* as the caller wrote it */
	zval *value;
} option_value;

struct option_row {
	const char *name;
	bool (*read)(const option_value *option);
	size_t offset; /* in smtpc_options */
	zend_long min, max;
	unsigned flags;
	smtpmail_enum cases;
};

#define OPT_SERVER 1u /* only where host and user have no place of their own */
#define OPT_SECRET 2u
#define OPT_PATH 4u
#define OPT_ANYWHERE 16u /* about mails, so of use where there is no network too */
#define OPT_DSN 8u /* in a DSN's query, although OPT_SERVER */

/* ---- Refusing --------------------------------------------------------------------------- */

static bool refuse(const option_value *option, zend_class_entry *error, const char *must)
{
	if (option->origin->single) {
		smtpmail_origin_refuse(option->origin, error, "must be %s", must);
	} else {
		smtpmail_origin_refuse(option->origin, error, "option \"%.*s\" must be %s",
			(int)option->name.len, option->name.ptr, must);
	}
	return false;
}

static bool refuse_value(const option_value *option, const char *must)
{
	return refuse(option, zend_ce_value_error, must);
}

/* |must|: the type that was expected. In a DSN all is text, so it is the value that is wrong. */
static bool refuse_type(const option_value *option, const char *must)
{
	bool text = option->origin->text;
	zend_string *words = text
		? strpprintf(0, "the text of a value of type %s", must)
		: strpprintf(0, "of type %s, %s given", must, smtpmail_type_name(option->value));
	refuse(option, zend_ce_value_error, ZSTR_VAL(words));
	zend_string_release(words);
	return false;
}

static void *option_target(const option_value *option)
{
	return (char *)&option->config->core + option->row->offset;
}

/* ---- Simple types ----------------------------------------------------------------------- */

#define BOOL_WORDS "one of 0, 1, true, false, yes, no, on, off"

bool smtpmail_bool_of(const smtpmail_origin *origin, const zval *value, bool *target)
{
	static const char *const words[] = {"0", "false", "no", "off", "1", "true", "yes", "on"};
	if (Z_TYPE_P(value) == IS_TRUE || Z_TYPE_P(value) == IS_FALSE) {
		*target = Z_TYPE_P(value) == IS_TRUE;
		return true;
	}
	for (size_t i = 0; origin->text && i < sizeof words / sizeof words[0]; i++) {
		if (Z_TYPE_P(value) == IS_STRING &&
			zend_string_equals_cstr(Z_STR_P(value), words[i], strlen(words[i]))) {
			*target = i >= 4;
			return true;
		}
	}
	return false;
}

static bool read_bool(const option_value *option)
{
	if (smtpmail_bool_of(option->origin, option->value, option_target(option))) {
		return true;
	}
	return option->origin->text && Z_TYPE_P(option->value) == IS_STRING
		? refuse_value(option, BOOL_WORDS)
		: refuse_type(option, "bool");
}

/* A number out of text, in full. */
static bool number_of_text(const zend_string *text, zval *number)
{
	zend_long integer;
	double real;
	uint8_t type =
		is_numeric_string(ZSTR_VAL(text), ZSTR_LEN(text), &integer, &real, false);
	if (type == IS_LONG) {
		ZVAL_LONG(number, integer);
	} else if (type == IS_DOUBLE) {
		ZVAL_DOUBLE(number, real);
	}
	return type != 0;
}

static bool number_of(const option_value *option, zval *number)
{
	if (option->origin->text && Z_TYPE_P(option->value) == IS_STRING) {
		return number_of_text(Z_STR_P(option->value), number);
	}
	ZVAL_COPY_VALUE(number, option->value);
	return Z_TYPE_P(number) == IS_LONG || Z_TYPE_P(number) == IS_DOUBLE;
}

static bool read_long(const option_value *option, zend_long *number)
{
	zval value;
	if (!number_of(option, &value) || Z_TYPE(value) != IS_LONG) {
		return refuse_type(option, "int");
	}
	if (Z_LVAL(value) < option->row->min || Z_LVAL(value) > option->row->max) {
		char must[80];
		snprintf(must, sizeof must, "between " ZEND_LONG_FMT " and " ZEND_LONG_FMT,
			option->row->min, option->row->max);
		return refuse_value(option, must);
	}
	*number = Z_LVAL(value);
	return true;
}

static bool read_int(const option_value *option)
{
	zend_long number;
	if (!read_long(option, &number)) {
		return false;
	}
	*(int *)option_target(option) = (int)number;
	return true;
}

static bool read_port(const option_value *option)
{
	zend_long number;
	if (!read_long(option, &number)) {
		return false;
	}
	option->config->core.port = (uint16_t)number;
	return true;
}

static bool read_count(const option_value *option)
{
	zend_long number;
	if (!read_long(option, &number)) {
		return false;
	}
	*(uint64_t *)option_target(option) = (uint64_t)number;
	return true;
}

static bool read_ip_version(const option_value *option)
{
	zend_long number;
	if (!read_long(option, &number)) {
		return false;
	}
	if (number != 0 && number != 4 && number != 6) {
		return refuse_value(option, "4, 6 or 0 for both");
	}
	option->config->core.ip_version = (int)number;
	return true;
}

static bool seconds_of(const option_value *option, double *seconds)
{
	zval value;
	if (!number_of(option, &value)) {
		return refuse_type(option, "float");
	}
	double number = zval_get_double(&value);
	if (!(number >= 0 && number <= SECONDS_MAX)) {
		return refuse_value(option, "a number of seconds, 0 or more, and finite");
	}
	*seconds = number;
	return true;
}

static bool read_seconds(const option_value *option)
{
	return seconds_of(option, option_target(option));
}

static bool read_rate(const option_value *option)
{
	zval value;
	if (!number_of(option, &value)) {
		return refuse_type(option, "float");
	}
	double number = zval_get_double(&value);
	if (!(number >= 0 && number <= RATE_MAX)) {
		return refuse_value(option, "a number of mails a second, up to a million; 0 is no limit");
	}
	*(double *)option_target(option) = number;
	return true;
}

static bool read_max_connections(const option_value *option)
{
	zend_long number;
	if (!read_long(option, &number)) {
		return false;
	}
	option->config->max_connections = (unsigned)number;
	return true;
}

static bool text_is_clean(smtpc_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\0' || text.ptr[i] == '\r' || text.ptr[i] == '\n') {
			return false;
		}
	}
	return text.len <= TEXT_MAX;
}

/* What is relative is meant from here, wherever the process or a later chdir() may be. */
static bool hold_path(const option_value *option, const zend_string *text)
{
	char full[MAXPATHLEN];
	if (expand_filepath(ZSTR_VAL(text), full) == NULL ||
		php_check_open_basedir_ex(full, false) != 0) {
		return refuse_value(option, "a path that open_basedir allows");
	}
	zend_string *path = zend_string_init(full, strlen(full), false);
	*(smtpc_str *)option_target(option) = smtpmail_config_hold(option->config, path);
	zend_string_release(path);
	return true;
}

static bool read_text(const option_value *option)
{
	if (Z_TYPE_P(option->value) != IS_STRING) {
		return refuse_type(option, "string");
	}
	zend_string *text = Z_STR_P(option->value);
	bool secret = (option->row->flags & OPT_SECRET) != 0;
	if (!text_is_clean(smtpmail_str(text)) || (ZSTR_LEN(text) == 0 && !secret)) {
		return refuse_value(option, secret ? "a string without NUL, CR or LF"
		                                   : "a non-empty string without NUL, CR or LF");
	}
	if ((option->row->flags & OPT_PATH) != 0) {
		return hold_path(option, text);
	}
	if (secret && option->origin->text) {
		smtpmail_config_hold_secret(option->config, text);
	}
	*(smtpc_str *)option_target(option) = smtpmail_config_hold(option->config, text);
	return true;
}

/* A password, or a closure that gives tokens. */
static bool read_password(const option_value *option)
{
	smtpmail_config *config = option->config;
	if (Z_TYPE_P(option->value) == IS_STRING) {
		return read_text(option);
	}
	if (Z_TYPE_P(option->value) != IS_OBJECT || Z_OBJCE_P(option->value) != zend_ce_closure) {
		return refuse_type(option, "Closure|string");
	}
	zval_ptr_dtor(&config->token);
	ZVAL_COPY(&config->token, option->value);
	config->core.token = true;
	return true;
}

/* ---- Enums ------------------------------------------------------------------------------ */

static int enum_of(const option_value *option, smtpmail_enum which, zval *value)
{
	if (option->origin->text && Z_TYPE_P(value) == IS_STRING) {
		return smtpmail_enum_find(which, smtpmail_str(Z_STR_P(value)));
	}
	return smtpmail_enum_index(which, value);
}

static bool read_index(const option_value *option, int *index)
{
	*index = enum_of(option, option->row->cases, option->value);
	if (*index >= 0) {
		return true;
	}
	if (!option->origin->text) {
		return refuse_type(option, ZSTR_VAL(smtpmail_enum_ce(option->row->cases)->name));
	}
	zend_string *names = smtpmail_enum_names(option->row->cases);
	zend_string *must = strpprintf(0, "one of %s", ZSTR_VAL(names));
	refuse_value(option, ZSTR_VAL(must));
	zend_string_release(must);
	zend_string_release(names);
	return false;
}

static bool read_tls(const option_value *option)
{
	int index;
	if (!read_index(option, &index)) {
		return false;
	}
	option->config->core.tls = (smtpc_tls_mode)index;
	return true;
}

static bool read_need(const option_value *option)
{
	int index;
	if (!read_index(option, &index)) {
		return false;
	}
	*(smtpc_need *)option_target(option) = (smtpc_need)index;
	return true;
}

static bool read_policy(const option_value *option)
{
	int index;
	if (!read_index(option, &index)) {
		return false;
	}
	option->config->core.require_all = index == 1;
	return true;
}

static bool read_tls_version(const option_value *option)
{
	if (Z_TYPE_P(option->value) != IS_STRING) {
		return refuse_type(option, "string");
	}
	if (zend_string_equals_literal(Z_STR_P(option->value), "TLSv1.2")) {
		option->config->core.min_tls = TLS_1_2;
	} else if (zend_string_equals_literal(Z_STR_P(option->value), "TLSv1.3")) {
		option->config->core.min_tls = TLS_1_3;
	} else {
		return refuse_value(option, "'TLSv1.2' or 'TLSv1.3'");
	}
	return true;
}

/* ---- Lists ------------------------------------------------------------------------------ */

/* The value as an array: text is a list at commas. The caller frees it; false: thrown. */
static bool list_of(const option_value *option, zval *list)
{
	if (Z_TYPE_P(option->value) == IS_ARRAY) {
		ZVAL_COPY(list, option->value);
		return true;
	}
	if (!option->origin->text) {
		return refuse_type(option, "array");
	}
	smtpc_str rest = smtpmail_str(Z_STR_P(option->value));
	array_init(list);
	while (rest.len > 0) {
		smtpc_str item = smtpmail_cut(&rest, ',');
		add_next_index_stringl(list, item.ptr, item.len);
	}
	return true;
}

static bool mechs_add(const option_value *option, zval *item)
{
	smtpc_options *core = &option->config->core;
	ZVAL_DEREF(item);
	int index = enum_of(option, SMTPMAIL_ENUM_AUTH_MECHANISM, item);
	if (index < 0) {
		return refuse_type(option, "list<SmtpMail\\AuthMechanism>");
	}
	smtpc_sasl_mech mech = smtpmail_enum_to_mech(index);
	for (size_t i = 0; i < core->mech_count; i++) {
		if (core->mechs[i] == mech) {
			return refuse_value(option, "a list without the same mechanism twice");
		}
	}
	option->config->mechs[core->mech_count++] = mech;
	return true;
}

static bool read_mechs(const option_value *option)
{
	zval list, *item;
	if (!list_of(option, &list)) {
		return false;
	}
	option->config->core.mechs = option->config->mechs;
	option->config->core.mech_count = 0;
	bool ok = zend_hash_num_elements(Z_ARRVAL(list)) > 0 ||
	          refuse_value(option, "a list that is not empty");
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(list), item) {
		ok = ok && mechs_add(option, item);
	} ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&list);
	return ok;
}

/* An EHLO keyword (RFC 5321 §4.1.1.1). */
static bool is_keyword(const zval *item)
{
	if (Z_TYPE_P(item) != IS_STRING || Z_STRLEN_P(item) == 0) {
		return false;
	}
	for (size_t i = 0; i < Z_STRLEN_P(item); i++) {
		char c = Z_STRVAL_P(item)[i];
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
				c == '-')) {
			return false;
		}
	}
	return true;
}

static bool read_disabled(const option_value *option)
{
	zval list, *item;
	if (!list_of(option, &list)) {
		return false;
	}
	smtpmail_config *config = option->config;
	size_t count = 0;
	bool ok = true;
	uint32_t size = zend_hash_num_elements(Z_ARRVAL(list)) + 1;
	smtpc_str *words = safe_erealloc(config->disabled, size, sizeof *words, 0);
	config->disabled = words;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(list), item) {
		ZVAL_DEREF(item);
		if (ok && is_keyword(item)) {
			words[count++] = smtpmail_config_hold(config, Z_STR_P(item));
		} else if (ok) {
			ok = refuse_value(option, "a list of EHLO keywords");
		}
	} ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&list);
	config->core.disabled = words;
	config->core.disabled_count = count;
	return ok;
}

static bool read_pins(const option_value *option)
{
	if (Z_TYPE_P(option->value) != IS_ARRAY) {
		return refuse_type(option, "array");
	}
	smtpmail_config *config = option->config;
	HashTable *map = Z_ARRVAL_P(option->value);
	smtpc_pin *pins = safe_erealloc(config->pins, zend_hash_num_elements(map) + 1, sizeof *pins, 0);
	config->pins = pins;
	size_t count = 0;
	zend_string *name;
	zval *address;
	ZEND_HASH_FOREACH_STR_KEY_VAL(map, name, address) {
		ZVAL_DEREF(address);
		if (name == NULL || Z_TYPE_P(address) != IS_STRING ||
			!text_is_clean(smtpmail_str(name)) ||
			!text_is_clean(smtpmail_str(Z_STR_P(address)))) {
			return refuse_value(option, "a map of host name => IP address");
		}
		pins[count].name = smtpmail_config_hold(config, name);
		pins[count++].address = smtpmail_config_hold(config, Z_STR_P(address));
	} ZEND_HASH_FOREACH_END();
	config->core.pins = pins;
	config->core.pin_count = count;
	return true;
}

/* |digests|: one, or a list of which one must fit; in a DSN a list is a text with commas. */
static bool fingerprints_add(const option_value *option, smtpc_str kind, zval *digests)
{
	smtpmail_config *config = option->config;
	option_value one = *option;
	zval list, *hex;
	ZVAL_DEREF(digests);
	one.value = digests;
	if (Z_TYPE_P(digests) == IS_STRING && !option->origin->text) {
		array_init(&list);
		Z_TRY_ADDREF_P(digests);
		add_next_index_zval(&list, digests);
	} else if (!list_of(&one, &list)) {
		return false;
	}
	size_t count = config->core.fingerprint_count;
	bool ok = zend_hash_num_elements(Z_ARRVAL(list)) > 0 ||
	          refuse_value(option, "one fingerprint at least");
	config->fingerprints = safe_erealloc(config->fingerprints,
		count + zend_hash_num_elements(Z_ARRVAL(list)) + 1, sizeof *config->fingerprints, 0);
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(list), hex) {
		smtpc_error err;
		ZVAL_DEREF(hex);
		if (ok && Z_TYPE_P(hex) != IS_STRING) {
			ok = refuse_type(option, "string|array<string, string|list<string>>");
		} else if (ok && smtpc_fingerprint_parse(&config->fingerprints[count], kind,
				smtpmail_str(Z_STR_P(hex)), &err) < 0) {
			ok = refuse_value(option, err.message);
		} else {
			count += ok;
		}
	} ZEND_HASH_FOREACH_END();
	zval_ptr_dtor(&list);
	config->core.fingerprints = config->fingerprints;
	config->core.fingerprint_count = count;
	return ok;
}

/* "hex", a list of them, or a map of algorithm => hex or list of hex. */
static bool read_fingerprints(const option_value *option)
{
	smtpc_str usual = smtpmail_view("sha256");
	option->config->core.fingerprint_count = 0;
	if (Z_TYPE_P(option->value) == IS_STRING) {
		return fingerprints_add(option, usual, option->value);
	}
	if (Z_TYPE_P(option->value) != IS_ARRAY) {
		return refuse_type(option, "string|array");
	}
	if (zend_hash_num_elements(Z_ARRVAL_P(option->value)) == 0) {
		return refuse_value(option, "one fingerprint at least");
	}
	zend_string *kind;
	zval *digests;
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(option->value), kind, digests) {
		if (!fingerprints_add(option, kind != NULL ? smtpmail_str(kind) : usual, digests)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* ---- Time limits ------------------------------------------------------------------------ */

static bool read_timeouts(const option_value *option)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {
		{"connect", offsetof(smtpc_timeouts, connect)},
		{"greeting", offsetof(smtpc_timeouts, greeting)},
		{"command", offsetof(smtpc_timeouts, command)},
		{"content", offsetof(smtpc_timeouts, content)},
		{"reply", offsetof(smtpc_timeouts, reply)},
		{"total", offsetof(smtpc_timeouts, total)},
	};
	static const char known[] =
		"a number or an array with the keys connect, greeting, command, content, reply, total";
	smtpc_timeouts *timeouts = &option->config->core.timeouts;
	if (Z_TYPE_P(option->value) != IS_ARRAY) {
		return seconds_of(option, &timeouts->total);
	}
	zend_string *key;
	option_value one = *option;
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(option->value), key, one.value) {
		size_t i = 0;
		ZVAL_DEREF(one.value);
		while (key != NULL && i < sizeof rows / sizeof rows[0] &&
			!zend_string_equals_cstr(key, rows[i].name, strlen(rows[i].name))) {
			i++;
		}
		if (key == NULL || i == sizeof rows / sizeof rows[0]) {
			return refuse_value(option, known);
		}
		if (!seconds_of(&one, (double *)((char *)timeouts + rows[i].offset))) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* ---- How mails are made ------------------------------------------------------------------ */

static bool dkim_add(const option_value *option, zval *signer)
{
	smtpmail_open *open = &option->config->open;
	ZVAL_DEREF(signer);
	if (Z_TYPE_P(signer) != IS_OBJECT || Z_OBJCE_P(signer) != smtpmail_ce_dkim_signer) {
		return refuse_type(option, "SmtpMail\\DkimSigner|list<SmtpMail\\DkimSigner>");
	}
	smtpc_dkim *core = smtpmail_dkim_of(Z_OBJ_P(signer));
	if (core != NULL) {
		open->dkim[open->dkim_count++] = smtpc_dkim_ref(core);
	}
	return core != NULL;
}

static bool read_dkim(const option_value *option)
{
	smtpmail_open *open = &option->config->open;
	bool list = Z_TYPE_P(option->value) == IS_ARRAY;
	bool encode_long = open->encode_long;
	size_t count = list ? zend_hash_num_elements(Z_ARRVAL_P(option->value)) : 1;
	smtpmail_open_free(open);
	open->encode_long = encode_long;
	open->dkim = safe_emalloc(count + 1, sizeof *open->dkim, 0);
	if (!list) {
		return dkim_add(option, option->value);
	}
	zval *signer;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(option->value), signer) {
		if (!dkim_add(option, signer)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

static bool read_long_lines(const option_value *option)
{
	if (Z_TYPE_P(option->value) != IS_STRING) {
		return refuse_type(option, "string");
	}
	bool encode = zend_string_equals_literal(Z_STR_P(option->value), "encode");
	if (!encode && !zend_string_equals_literal(Z_STR_P(option->value), "refuse")) {
		return refuse_value(option, "'refuse' or 'encode'");
	}
	option->config->open.encode_long = encode;
	return true;
}

static bool read_progress(const option_value *option)
{
	zend_fcall_info info;
	zend_fcall_info_cache cache;
	if (option->origin->text ||
		zend_fcall_info_init(option->value, 0, &info, &cache, NULL, NULL) == FAILURE) {
		return refuse_type(option, "callable");
	}
	zval_ptr_dtor(&option->config->progress);
	smtpmail_callable_keep(&option->config->progress, &info, &cache);
	zend_release_fcall_info_cache(&cache);
	return true;
}

/* ---- The table -------------------------------------------------------------------------- */

/* For servers that a connection leads to; of what is given to a whole group or application, those
 * inside the process take no notice. */
static bool read_persistent(const option_value *option)
{
	bool on = false;
	if (smtpmail_config_is_inside(option->config) && option->origin->text &&
		!option->origin->inherited) {
		smtpmail_origin_refuse(option->origin, zend_ce_value_error,
			"option \"%.*s\" is for connections, and %s:// has none", (int)option->name.len,
			option->name.ptr, smtpc_dsn_scheme_name(option->config->scheme));
		return false;
	}
	if (!smtpmail_bool_of(option->origin, option->value, &on)) {
		return option->origin->text ? refuse_value(option, BOOL_WORDS) : refuse_type(option, "bool");
	}
	option->config->persistent = on ? SMTPMAIL_ON : SMTPMAIL_OFF;
	return true;
}

#define AT(field) offsetof(smtpc_options, field)

static const option_row option_rows[] = {
	{"host", read_text, AT(host), .flags = OPT_SERVER},
	{"port", read_port, AT(port), 0, 65535, OPT_SERVER},
	{"tls", read_tls, AT(tls), .flags = OPT_SERVER | OPT_DSN, .cases = SMTPMAIL_ENUM_TLS},
	{"username", read_text, AT(username), .flags = OPT_SERVER},
	{"password", read_password, AT(password), .flags = OPT_SERVER | OPT_SECRET},
	{"localDomain", read_text, AT(local_domain)},
	{"timeout", read_timeouts},
	{"verifyPeer", read_bool, AT(verify_peer)},
	{"verifyPeerName", read_bool, AT(verify_peer_name)},
	{"peerName", read_text, AT(peer_name)},
	{"allowSelfSigned", read_bool, AT(allow_self_signed)},
	{"peerFingerprint", read_fingerprints},
	{"caFile", read_text, AT(ca_file), .flags = OPT_PATH},
	{"caPath", read_text, AT(ca_path), .flags = OPT_PATH},
	{"localCert", read_text, AT(local_cert), .flags = OPT_PATH},
	{"localPk", read_text, AT(local_pk), .flags = OPT_PATH},
	{"passphrase", read_text, AT(passphrase), .flags = OPT_SECRET},
	{"minProtoVersion", read_tls_version},
	{"ciphers", read_text, AT(ciphers)},
	{"securityLevel", read_int, AT(security_level), 0, 5},
	{"authMechanisms", read_mechs},
	{"authzid", read_text, AT(authzid)},
	{"allowInsecureAuth", read_bool, AT(allow_insecure_auth)},
	{"sourceIp", read_text, AT(source_ip)},
	{"ipVersion", read_ip_version, AT(ip_version), 0, 6},
	{"resolve", read_pins},
	{"recipientPolicy", read_policy, .flags = OPT_ANYWHERE, .cases = SMTPMAIL_ENUM_RECIPIENT_POLICY},
	{"pipelining", read_need, AT(pipelining), .cases = SMTPMAIL_ENUM_NEED},
	{"smtpUtf8", read_need, AT(smtp_utf8), .cases = SMTPMAIL_ENUM_NEED},
	{"chunking", read_need, AT(chunking), .cases = SMTPMAIL_ENUM_NEED},
	{"binaryMime", read_need, AT(binary_mime), .cases = SMTPMAIL_ENUM_NEED},
	{"lmtp", read_bool, AT(lmtp)},
	{"dsn", read_need, AT(dsn), .cases = SMTPMAIL_ENUM_NEED},
	{"disableExtensions", read_disabled},
	{"maxMessages", read_count, AT(max_messages), 0, ZEND_LONG_MAX},
	{"idleTimeout", read_seconds, AT(idle_timeout)},
	{"maxAge", read_seconds, AT(max_age)},
	{"dkim", read_dkim, .flags = OPT_ANYWHERE},
	{"longLines", read_long_lines, .flags = OPT_ANYWHERE},
	{"progress", read_progress},
	{"minDataRate", read_count, AT(min_data_rate), 0, ZEND_LONG_MAX},
	{"proxy", read_text, AT(proxy), .flags = OPT_SECRET},
	{"persistent", read_persistent},
	{"maxConnections", read_max_connections, 0, 1, SMTPC_BATCH_CONNECTIONS_MAX, OPT_ANYWHERE},
	{"maxPerSecond", read_rate, AT(max_per_second), .flags = OPT_ANYWHERE},
};

/* |name| is the row's, in camelCase or as snake_case ("caFile", "ca_file"). */
static bool row_matches(const option_row *row, smtpc_str name, bool snake)
{
	size_t at = 0;
	for (const char *c = row->name; *c != '\0'; c++) {
		bool upper = snake && *c >= 'A' && *c <= 'Z';
		if (upper && (at >= name.len || name.ptr[at++] != '_')) {
			return false;
		}
		if (at >= name.len || name.ptr[at++] != (upper ? *c + ('a' - 'A') : *c)) {
			return false;
		}
	}
	return at == name.len;
}

/* Of what a DSN without a network has no use for. */
static bool refuse_network(const option_value *option)
{
	smtpmail_origin_refuse(option->origin, zend_ce_value_error,
		"option \"%.*s\" is for servers, and %s:// has no network", (int)option->name.len,
		option->name.ptr, smtpc_dsn_scheme_name(option->config->scheme));
	return false;
}

static bool row_take(const option_value *option)
{
	const smtpmail_origin *origin = option->origin;
	const option_row *row = option->row;
	bool network = option->config->scheme == SMTPC_DSN_FAULT || origin->server ||
	               !smtpmail_config_is_inside(option->config);
	if (origin->text && !network && (row->flags & OPT_ANYWHERE) == 0) {
		return origin->inherited || refuse_network(option);
	}
	bool server = origin->server || (origin->text && (row->flags & OPT_DSN) != 0);
	if ((row->flags & OPT_SERVER) != 0 && !server) {
		smtpmail_origin_refuse(origin, zend_ce_value_error,
			"option \"%s\" is for where neither a DSN nor parameters name the server", row->name);
		return false;
	}
	return row->read(option);
}

bool smtpmail_config_set(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str name,
	zval *value)
{
	bool known;
	if (!smtpmail_inside_set(config, origin, name, value, &known)) {
		return false;
	}
	if (known) {
		return true;
	}
	for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0]; i++) {
		const option_row *row = &option_rows[i];
		if (!row_matches(row, name, origin->text)) {
			continue;
		}
		option_value option = {config, origin, row, name, value};
		return row_take(&option);
	}
	/* A name may be binary and is the caller's own: it is shown up to its first oddity. */
	int shown = 0;
	while (shown < 64 && (size_t)shown < name.len && name.ptr[shown] > ' ' &&
		name.ptr[shown] <= '~') {
		shown++;
	}
	smtpmail_origin_refuse(origin, zend_ce_value_error, "has the unknown option \"%.*s\"", shown,
		name.ptr);
	return false;
}

bool smtpmail_config_array(smtpmail_config *config, const smtpmail_origin *origin,
	HashTable *options)
{
	zend_string *key;
	zval *value;
	smtpmail_origin shared = *origin;
	shared.shared = true;
	for (size_t i = 0; i < config->member_count; i++) {
		if (!smtpmail_config_array(&config->members[i], &shared, options)) {
			return false;
		}
	}
	if (config->member_count > 0) {
		return true;
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(options, key, value) {
		ZVAL_DEREF(value);
		if (key == NULL) {
			smtpmail_origin_refuse(origin, zend_ce_value_error,
				"must be a map of option name => value");
			return false;
		}
		if (!smtpmail_config_set(config, origin, smtpmail_str(key), value)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}
