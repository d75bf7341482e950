/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Servers inside the process (null, memory, file, fault): their options, and the mails that they
 * have taken. */
#include "smtpmail_internal.h"

#include "fopen_wrappers.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#define SCRIPT_FILE_MAX 65536

bool smtpmail_config_is_inside(const smtpmail_config *config)
{
	return config->scheme >= SMTPC_DSN_NULL && config->scheme <= SMTPC_DSN_FAULT;
}

/* ---- Options ---------------------------------------------------------------------------- */

static bool refuse(const smtpmail_origin *origin, const char *name, const char *must)
{
	smtpmail_origin_refuse(origin, zend_ce_value_error, "option \"%s\" must be %s", name, must);
	return false;
}

static bool script_twice(smtpmail_config *config, const smtpmail_origin *origin)
{
	if (config->inside.script.ptr != NULL) {
		smtpmail_origin_refuse(origin, zend_ce_value_error,
			"must not have more than one of the options \"script\", \"scenario\" and \"rules\"");
		return true;
	}
	return false;
}

/* What is wrong with the file, or NULL. */
static const char *script_file_fault(const char *path)
{
	zend_stat_t st;
	if (php_check_open_basedir_ex(path, 0)) {
		return "a file that open_basedir allows";
	}
	if (VCWD_STAT(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		return "the path of a regular file";
	}
	return st.st_size > SCRIPT_FILE_MAX ? "a file of up to 64 KiB" : NULL;
}

static bool read_script(smtpmail_config *config, const smtpmail_origin *origin, zend_string *path)
{
	const char *fault = zend_str_has_nul_byte(path) || ZSTR_LEN(path) == 0
		? "the path of a regular file"
		: script_file_fault(ZSTR_VAL(path));
	if (fault != NULL) {
		return refuse(origin, "script", fault);
	}
	php_stream *stream = php_stream_fopen(ZSTR_VAL(path), "rb", NULL);
	zend_string *text =
		stream != NULL ? php_stream_copy_to_mem(stream, SCRIPT_FILE_MAX + 1, false) : NULL;
	if (stream != NULL) {
		php_stream_close(stream);
	}
	if (text == NULL) {
		return refuse(origin, "script", "the path of a file that can be read");
	}
	config->inside.script = smtpmail_config_hold(config, text);
	zend_string_release(text);
	return true;
}

static bool read_rules(smtpmail_config *config, const smtpmail_origin *origin, zend_string *text)
{
	(void)origin;
	config->inside.script = smtpmail_config_hold(config, text);
	return true;
}

static bool read_scenario(smtpmail_config *config, const smtpmail_origin *origin, zend_string *name)
{
	const char *script = smtpc_scenario(smtpmail_str(name));
	if (script == NULL) {
		smart_str must = {0};
		smart_str_appends(&must, "one of ");
		for (size_t i = 0; smtpc_scenario_name(i) != NULL; i++) {
			smart_str_appends(&must, i > 0 ? ", " : "");
			smart_str_appends(&must, smtpc_scenario_name(i));
		}
		smart_str_0(&must);
		refuse(origin, "scenario", ZSTR_VAL(must.s));
		smart_str_free(&must);
		return false;
	}
	config->inside.script = smtpmail_view(script);
	return true;
}

static bool read_format(smtpmail_config *config, const smtpmail_origin *origin, zend_string *name)
{
	if (zend_string_equals_literal(name, "maildir")) {
		config->inside.keep = SMTPC_KEEP_MAILDIR;
	} else if (zend_string_equals_literal(name, "eml")) {
		config->inside.keep = SMTPC_KEEP_EML;
	} else {
		return refuse(origin, "format", "'maildir' or 'eml'");
	}
	return true;
}

typedef struct inside_row {
	const char *name;
	smtpc_dsn_scheme scheme;
	bool (*read)(smtpmail_config *config, const smtpmail_origin *origin, zend_string *text);
	size_t flag; /* where there is no reader: of a bool in smtpc_peer_options */
} inside_row;

static const inside_row rows[] = {
	{"script", SMTPC_DSN_FAULT, read_script, 0},
	{"scenario", SMTPC_DSN_FAULT, read_scenario, 0},
	{"rules", SMTPC_DSN_FAULT, read_rules, 0},
	{"format", SMTPC_DSN_FILE, read_format, 0},
	{"sync", SMTPC_DSN_FILE, NULL, offsetof(smtpc_peer_options, sync)},
	{"envelope", SMTPC_DSN_FILE, NULL, offsetof(smtpc_peer_options, envelope)},
};

static bool row_read(const inside_row *row, smtpmail_config *config, const smtpmail_origin *origin,
	zval *value)
{
	if (row->read == NULL) {
		bool *flag = (bool *)((char *)&config->inside + row->flag);
		return smtpmail_bool_of(origin, value, flag) ||
		       refuse(origin, row->name, "of type bool, in a DSN one of 0, 1, true, false, yes, no, on, off");
	}
	if (Z_TYPE_P(value) != IS_STRING) {
		return refuse(origin, row->name, "of type string");
	}
	if (row->scheme == SMTPC_DSN_FAULT && script_twice(config, origin)) {
		return false;
	}
	return row->read(config, origin, Z_STR_P(value));
}

bool smtpmail_inside_set(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str name,
	zval *value, bool *known)
{
	*known = false;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const inside_row *row = &rows[i];
		if (name.len != strlen(row->name) || memcmp(name.ptr, row->name, name.len) != 0) {
			continue;
		}
		/* An option of a whole group is for those who know it. */
		bool overlook = origin->inherited || origin->shared;
		*known = config->scheme == row->scheme || overlook;
		return config->scheme != row->scheme || row_read(row, config, origin, value);
	}
	return true;
}

bool smtpmail_inside_make(smtpmail_config *config)
{
	smtpc_error err;
	if (!smtpmail_config_is_inside(config)) {
		return true;
	}
	if (config->scheme == SMTPC_DSN_FILE && config->inside.keep == SMTPC_KEEP_NOTHING) {
		config->inside.keep = SMTPC_KEEP_FOLDER;
	} else if (config->scheme == SMTPC_DSN_MEMORY || config->scheme == SMTPC_DSN_FAULT) {
		config->inside.keep = SMTPC_KEEP_MEMORY;
	}
	config->core.peer = smtpc_peer_new(NULL, &config->inside, &err);
	if (config->core.peer == NULL && err.code == SMTPC_E_ARGUMENT) {
		zend_value_error("%s%s", config->scheme == SMTPC_DSN_FAULT ? "the script of fault:// is refused: "
		                                                           : "", err.message);
	} else if (config->core.peer == NULL) {
		smtpmail_throw_argument(0, &err);
	}
	return config->core.peer != NULL;
}

/* ---- Mails ------------------------------------------------------------------------------ */

/* Is |recipient|, a Recipient, among the paths of |mail|? */
static bool mail_is_for(const smtpc_peer_mail *mail, zval *recipient)
{
	smtpc_addr addr, other;
	bool found = false;
	zval *address = smtpmail_prop(Z_OBJ_P(recipient), "address");
	if (address == NULL || !smtpmail_address_read(&addr, Z_OBJ_P(address))) {
		return false;
	}
	for (size_t i = 0; !found && i < mail->rcpt_count; i++) {
		if (smtpc_addr_init(&other, NULL, mail->rcpts[i], (smtpc_str){"", 0}, NULL) == SMTPC_OK) {
			found = smtpc_addr_same(&addr, &other);
			smtpc_addr_free(&other);
		}
	}
	smtpc_addr_free(&addr);
	return found;
}

/* The envelope as the server took it: without those whom it refused. */
static void mail_envelope(zval *to, zend_object *envelope, const smtpc_peer_mail *mail)
{
	zval *all = smtpmail_prop(envelope, "recipients");
	if (all == NULL || zend_hash_num_elements(Z_ARRVAL_P(all)) == mail->rcpt_count) {
		ZVAL_OBJ_COPY(to, envelope);
		return;
	}
	zval taken, *recipient;
	array_init(&taken);
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(all), recipient) {
		if (mail_is_for(mail, recipient)) {
			Z_ADDREF_P(recipient);
			add_next_index_zval(&taken, recipient);
		}
	} ZEND_HASH_FOREACH_END();
	smtpmail_envelope_with(to, envelope, &taken);
}

static bool mail_message(zval *to, smtpc_str content)
{
	zend_string *text = zend_string_init(content.len > 0 ? content.ptr : "", content.len, false);
	smtpc_blob blob = smtpmail_blob(text);
	smtpmail_mime *mime = smtpmail_mime_raw(&blob, NULL);
	zend_string_release(text);
	if (mime != NULL) {
		smtpmail_message_wrap(to, mime);
	}
	return mime != NULL;
}

bool smtpmail_inside_next(smtpmail_client *client, smtpc_peer_mail *mail)
{
	for (size_t i = 0; i < client->peer_count; i++) {
		if (smtpc_peer_next(client->peers[i], mail)) {
			return true;
		}
	}
	return false;
}

bool smtpmail_inside_fits(const smtpc_peer_mail *mail, zend_object *envelope)
{
	zval *recipients = smtpmail_prop(envelope, "recipients"), *recipient;
	size_t found = 0;
	if (recipients == NULL) {
		return false;
	}
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(recipients), recipient) {
		found += mail_is_for(mail, recipient);
	} ZEND_HASH_FOREACH_END();
	return found == mail->rcpt_count;
}

void smtpmail_inside_add(smtpmail_client *client, const smtpc_peer_mail *mail,
	zend_object *envelope)
{
	zval pair, message, own;
	if (!mail_message(&message, mail->content)) {
		return;
	}
	mail_envelope(&own, envelope, mail);
	array_init_size(&pair, 2);
	add_next_index_zval(&pair, &message);
	add_next_index_zval(&pair, &own);
	if (Z_TYPE(client->messages) != IS_ARRAY) {
		array_init(&client->messages);
	}
	SEPARATE_ARRAY(&client->messages);
	add_next_index_zval(&client->messages, &pair);
}

void smtpmail_inside_collect(smtpmail_client *client, zend_object *envelope)
{
	smtpc_peer_mail mail;
	while (smtpmail_inside_next(client, &mail)) {
		smtpmail_inside_add(client, &mail, envelope);
	}
}
