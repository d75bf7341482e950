/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail: marshals, and leaves SMTP to the core. The password goes to the core and is kept
 * nowhere else. */
#include "smtpmail_internal.h"

#include "php_smtpmail.h"
#include "zend_attributes.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

#include "smtpmail_client_arginfo.h"

#define REDACT_ALL (SMTPC_REDACT_SECRETS | SMTPC_REDACT_RECIPIENTS | SMTPC_REDACT_BODY)

zend_class_entry *smtpmail_ce_client;
static zend_object_handlers client_handlers;

/* ---- The object ------------------------------------------------------------------------- */

static zend_object *client_create(zend_class_entry *ce)
{
	smtpmail_client *self = zend_object_alloc(sizeof *self, ce);
	memset(self, 0, offsetof(smtpmail_client, std));
	ZVAL_UNDEF(&self->logger);
	ZVAL_UNDEF(&self->progress);
	ZVAL_UNDEF(&self->waiter);
	ZVAL_UNDEF(&self->token);
	ZVAL_UNDEF(&self->messages);
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &client_handlers;
	return &self->std;
}

/* A connection of the parent process is not ours: not a byte may go out on it. */
static void client_mind_fork(smtpmail_client *self)
{
	if (self->pid != smtpmail_pid()) {
		smtpc_client_forget(self->core);
		self->pid = smtpmail_pid();
	}
}

/* Also after a bailout in the middle of a sending: the client lets go of the job first. */
static void client_free(zend_object *object)
{
	smtpmail_client *self = smtpmail_client_of(object);
	if (self->core != NULL) {
		client_mind_fork(self);
		smtpmail_stats_add_client(self->core);
		if (self->keyed) {
			smtpmail_pool_park(self->core, self->key);
		} else {
			smtpc_client_free(self->core);
		}
		smtpc_job_free(self->job);
	}
	if (self->host != NULL) {
		zend_string_release(self->host);
	}
	if (self->username != NULL) {
		zend_string_release(self->username);
	}
	smtpmail_open_free(&self->open);
	zval_ptr_dtor(&self->logger);
	zval_ptr_dtor(&self->progress);
	zval_ptr_dtor(&self->waiter);
	zval_ptr_dtor(&self->token);
	zval_ptr_dtor(&self->messages);
	for (size_t i = 0; i < self->peer_count; i++) {
		smtpc_peer_unref(self->peers[i]);
	}
	if (self->peers != NULL) {
		efree(self->peers);
	}
	zend_object_std_dtor(object);
}

static HashTable *client_gc(zend_object *object, zval **table, int *count)
{
	smtpmail_client *self = smtpmail_client_of(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
	zend_get_gc_buffer_add_zval(buffer, &self->logger);
	zend_get_gc_buffer_add_zval(buffer, &self->progress);
	zend_get_gc_buffer_add_zval(buffer, &self->waiter);
	zend_get_gc_buffer_add_zval(buffer, &self->token);
	zend_get_gc_buffer_add_zval(buffer, &self->messages);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

static void debug_add(HashTable *info, const char *name, zval *value)
{
	if (zend_hash_str_add(info, name, strlen(name), value) == NULL) {
		zval_ptr_dtor(value);
	}
}

/* What var_dump() shows: where it goes and as whom, never with which secret. */
static HashTable *client_debug_info(zend_object *object, int *is_temp)
{
	smtpmail_client *self = smtpmail_client_of(object);
	HashTable *info = zend_array_dup(zend_std_get_properties(object));
	*is_temp = 1;
	if (self->core == NULL) {
		return info;
	}
	zval value;
	ZVAL_STR_COPY(&value, self->host);
	debug_add(info, "host", &value);
	ZVAL_LONG(&value, self->port);
	debug_add(info, "port", &value);
	smtpmail_enum_case(&value, SMTPMAIL_ENUM_TLS, (size_t)self->tls);
	debug_add(info, "tls", &value);
	ZVAL_NULL(&value);
	if (self->username != NULL) {
		ZVAL_STR_COPY(&value, self->username);
	}
	debug_add(info, "username", &value);
	return info;
}

static zend_string *string_of(smtpc_str str)
{
	return str.ptr != NULL ? zend_string_init(str.ptr, str.len, false) : NULL;
}

/* "a, b" */
static zend_string *client_hosts(const smtpmail_servers *servers)
{
	smart_str hosts = {0};
	for (size_t i = 0; i < servers->count; i++) {
		smtpc_str host = servers->list[i]->core.host;
		smart_str_appends(&hosts, i > 0 ? ", " : "");
		smart_str_appendl(&hosts, host.ptr, host.len);
	}
	return smart_str_extract(&hosts);
}

static void client_take_peers(smtpmail_client *self, const smtpmail_servers *servers)
{
	self->peers = safe_emalloc(servers->count, sizeof *self->peers, 0);
	for (size_t i = 0; i < servers->count; i++) {
		if (servers->list[i]->core.peer != NULL) {
			self->peers[self->peer_count++] = smtpc_peer_ref(servers->list[i]->core.peer);
		}
	}
}

/* How mails are made is said once for all servers. */
static void client_take_open(smtpmail_client *self, const smtpmail_servers *servers)
{
	smtpmail_config *first = servers->list[0];
	self->open = first->open;
	first->open = (smtpmail_open){NULL};
	for (size_t i = 1; i < servers->count; i++) {
		self->open.encode_long = self->open.encode_long || servers->list[i]->open.encode_long;
	}
	self->max_connections = first->max_connections;
	ZVAL_COPY_VALUE(&self->progress, &first->progress);
	ZVAL_UNDEF(&first->progress);
	ZVAL_COPY_VALUE(&self->token, &first->token);
	ZVAL_UNDEF(&first->token);
}

/* All of them, as the client is kept with all or not at all. */
static bool servers_persist(const smtpmail_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		smtpmail_choice choice = servers->list[i]->persistent;
		if (choice == SMTPMAIL_OFF || (choice == SMTPMAIL_DEFAULT && !SMTPMAIL_G(persistent))) {
			return false;
		}
	}
	return true;
}

/* A client that waits with a connection, or a new one. */
static bool client_take_core(smtpmail_client *self, const smtpmail_config *config,
	const smtpmail_servers *servers)
{
	smtpc_error err;
	self->keyed = servers_persist(servers) && smtpmail_pool_key(&config->route, self->key);
	self->core = self->keyed ? smtpmail_pool_take(self->key) : NULL;
	if (self->core == NULL) {
		self->core = smtpc_client_new_route(NULL, &config->route, &err);
	}
	if (self->core == NULL) {
		smtpmail_throw_argument(0, &err);
	}
	return self->core != NULL;
}

bool smtpmail_client_setup(smtpmail_client *self, smtpmail_config *config)
{
	smtpmail_servers servers = {.count = 0};
	if (!smtpmail_config_finish(config, &servers) || !client_take_core(self, config, &servers)) {
		return false;
	}
	const smtpmail_config *first = servers.list[0];
	self->pid = smtpmail_pid();
	self->host = client_hosts(&servers);
	self->username = string_of(first->core.username);
	self->tls = (int)first->core.tls;
	self->port = first->core.peer != NULL ? 0 : smtpc_options_port(&first->core);
	client_take_peers(self, &servers);
	client_take_open(self, &servers);
	return true;
}

static bool client_check(smtpmail_client *self)
{
	if (self->core == NULL) {
		zend_throw_error(NULL, "SmtpMail::__construct() has not been called");
		return false;
	}
	client_mind_fork(self);
	return true;
}

bool smtpmail_client_enter(smtpmail_client *self)
{
	if (!client_check(self)) {
		return false;
	}
	if (self->busy) {
		zend_throw_error(NULL, "SmtpMail is busy: a callback of its own, or another fiber, called it");
		return false;
	}
	self->busy = true;
	return true;
}

void smtpmail_client_leave(smtpmail_client *self)
{
	self->busy = false;
	if (smtpmail_time_is_over()) {
		smtpmail_end_script();
	}
}

/* ---- Making one ------------------------------------------------------------------------- */

/* A parameter of the constructor is an option, but for the words of the error. */
static bool param_set(smtpmail_config *config, uint32_t arg, const char *name, zval *value)
{
	smtpmail_origin origin = {.arg = arg, .single = true, .server = true};
	return smtpmail_config_set(config, &origin, smtpmail_view(name), value);
}

static bool param_set_str(smtpmail_config *config, uint32_t arg, const char *name, zend_string *str)
{
	if (str == NULL) {
		return true;
	}
	zval value;
	ZVAL_STR(&value, str);
	return param_set(config, arg, name, &value);
}

static bool client_not_constructed(const smtpmail_client *self)
{
	if (self->core != NULL) {
		zend_throw_error(NULL, "SmtpMail::__construct() has been called already");
	}
	return self->core == NULL;
}

/* The constructor's parameters; NULL: not given. */
typedef struct client_params {
	zend_string *host, *username;
	zval *tls, *password;
	zend_long port;
	HashTable *options;
} client_params;

static bool client_configure(smtpmail_config *config, const client_params *params)
{
	smtpmail_origin origin = {.arg = 6};
	zval port;
	ZVAL_LONG(&port, params->port);
	config->core.host = SMTPC_STR("localhost");
	return param_set_str(config, 1, "host", params->host) &&
	       param_set(config, 2, "port", &port) &&
	       (params->tls == NULL || param_set(config, 3, "tls", params->tls)) &&
	       param_set_str(config, 4, "username", params->username) &&
	       (Z_TYPE_P(params->password) == IS_NULL ||
	        param_set(config, 5, "password", params->password)) &&
	       (params->options == NULL ||
	        smtpmail_config_array(config, &origin, params->options));
}

PHP_METHOD(SmtpMail, __construct)
{
	zend_string *host = NULL, *username = NULL, *password = NULL;
	zend_object *closure = NULL;
	zend_long port = 0;
	zval *tls = NULL, secret;
	HashTable *options = NULL;
	ZEND_PARSE_PARAMETERS_START(0, 6)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(host)
		Z_PARAM_LONG(port)
		Z_PARAM_OBJECT_OF_CLASS(tls, smtpmail_enum_ce(SMTPMAIL_ENUM_TLS))
		Z_PARAM_STR_OR_NULL(username)
		Z_PARAM_OBJ_OF_CLASS_OR_STR_OR_NULL(closure, zend_ce_closure, password)
		Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_not_constructed(self)) {
		RETURN_THROWS();
	}
	ZVAL_NULL(&secret);
	if (closure != NULL) {
		ZVAL_OBJ(&secret, closure);
	} else if (password != NULL) {
		ZVAL_STR(&secret, password);
	}
	client_params params = {host, username, tls, &secret, port, options};
	smtpmail_config config;
	smtpmail_config_init(&config);
	bool ok = client_configure(&config, &params) && smtpmail_client_setup(self, &config);
	smtpmail_config_free(&config);
	if (!ok) {
		RETURN_THROWS();
	}
}

PHP_METHOD(SmtpMail, fromDsn)
{
	zend_string *dsn;
	HashTable *options = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(dsn)
		Z_PARAM_OPTIONAL
		Z_PARAM_ARRAY_HT(options)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_config config;
	smtpmail_config_init(&config);
	smtpmail_origin of_dsn = {.arg = 1};
	smtpmail_origin of_options = {.arg = 2};
	bool ok = smtpmail_config_dsn(&config, &of_dsn, smtpmail_str(dsn)) &&
	          (options == NULL || smtpmail_config_array(&config, &of_options, options)) &&
	          object_init_ex(return_value, zend_get_called_scope(execute_data)) == SUCCESS &&
	          smtpmail_client_setup(smtpmail_client_of(Z_OBJ_P(return_value)), &config);
	smtpmail_config_free(&config);
	if (!ok) {
		RETURN_THROWS();
	}
}

/* ---- Using it --------------------------------------------------------------------------- */

/* Sends, with the client entered; the exception is in flight where that did not work. */
static void client_deliver(smtpmail_client *self, smtpmail_delivery *delivery, zval *return_value)
{
	zval result;
	if (!smtpmail_delivery_run(delivery, self, &result)) {
		return;
	}
	const smtpc_result *came = smtpc_job_result(delivery->job);
	if (came->outcome == SMTPC_ACCEPTED) {
		ZVAL_COPY_VALUE(return_value, &result);
		return;
	}
	smtpmail_throw(self, &came->error, &came->reply, &result);
	zval_ptr_dtor(&result);
}

PHP_METHOD(SmtpMail, send)
{
	zend_object *message, *envelope = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_OBJ_OF_CLASS(message, smtpmail_ce_message)
		Z_PARAM_OPTIONAL
		Z_PARAM_OBJ_OF_CLASS_OR_NULL(envelope, smtpmail_ce_envelope)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	smtpmail_mime *mime = smtpmail_message_mime(message);
	smtpmail_delivery delivery;
	if (mime == NULL || !smtpmail_client_enter(self)) {
		RETURN_THROWS();
	}
	if (smtpmail_delivery_init(&delivery, mime, envelope, &self->open)) {
		client_deliver(self, &delivery, return_value);
		smtpmail_delivery_free(&delivery);
	}
	smtpmail_client_leave(self);
}

/* Steps connect or close, which has just begun (or not: |rv|), to its end. The lines that are left
 * go to the logger before the failure is thrown, so the failure is kept meanwhile. */
static void client_finish(smtpmail_client *self, int rv, smtpc_error *err, zval *failure)
{
	smtpc_event done = {.error = rv < 0 ? err : NULL};
	ZVAL_UNDEF(failure);
	if (rv == SMTPC_OK) {
		smtpmail_drive(self, &done);
	}
	if (done.error != NULL && !EG(exception)) {
		smtpmail_exception_new(failure, self->core, done.error, done.reply, NULL);
	}
	smtpmail_drive_rest(self, false);
}

static bool client_connect(smtpmail_client *self)
{
	smtpc_error err;
	zval failure;
	if (!smtpmail_client_enter(self)) {
		return false;
	}
	int rv = smtpc_client_connect(self->core, &err);
	client_finish(self, rv, &err, &failure);
	smtpmail_client_leave(self);
	if (!Z_ISUNDEF(failure) && !EG(exception)) {
		zend_throw_exception_object(&failure);
		return false;
	}
	zval_ptr_dtor(&failure);
	return !EG(exception);
}

/* A batch with the connections that the client may have; |connections| is argument |arg|. */
static bool client_batch(zval *to, smtpmail_client *self, zend_long connections, uint32_t arg)
{
	if (!client_check(self)) {
		return false;
	}
	if (connections < 1 || connections > SMTPC_BATCH_CONNECTIONS_MAX) {
		zend_argument_value_error(arg, "must be between 1 and %d", (int)SMTPC_BATCH_CONNECTIONS_MAX);
		return false;
	}
	if (self->max_connections > 0 && connections > (zend_long)self->max_connections) {
		connections = (zend_long)self->max_connections;
	}
	return smtpmail_batch_new(to, self, connections, arg);
}

PHP_METHOD(SmtpMail, sendAll)
{
	zval *messages, batch;
	zend_long connections = 4;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_ITERABLE(messages)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(connections)
	ZEND_PARSE_PARAMETERS_END();

	if (!client_batch(&batch, smtpmail_client_of(Z_OBJ_P(ZEND_THIS)), connections, 2)) {
		RETURN_THROWS();
	}
	ZVAL_COPY(&smtpmail_batch_of(Z_OBJ(batch))->feed.from, messages);
	smtpmail_batch_iterator_new(return_value, Z_OBJ(batch));
	zval_ptr_dtor(&batch);
}

PHP_METHOD(SmtpMail, batch)
{
	zend_long connections = 4;
	ZEND_PARSE_PARAMETERS_START(0, 1)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(connections)
	ZEND_PARSE_PARAMETERS_END();

	if (!client_batch(return_value, smtpmail_client_of(Z_OBJ_P(ZEND_THIS)), connections, 1)) {
		RETURN_THROWS();
	}
}

PHP_METHOD(SmtpMail, verify)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_connect(self)) {
		RETURN_THROWS();
	}
	smtpmail_server_info_new(return_value, self->core);
	if (Z_TYPE_P(return_value) == IS_NULL) {
		zend_throw_error(NULL, "nothing is known of the server");
		RETURN_THROWS();
	}
}

PHP_METHOD(SmtpMail, connect)
{
	ZEND_PARSE_PARAMETERS_NONE();
	client_connect(smtpmail_client_of(Z_OBJ_P(ZEND_THIS)));
}

PHP_METHOD(SmtpMail, close)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	smtpc_error err;
	zval failure;
	if (!smtpmail_client_enter(self)) {
		RETURN_THROWS();
	}
	int rv = smtpc_client_close(self->core, &err);
	client_finish(self, rv, &err, &failure);
	smtpmail_client_leave(self);
	/* The connection is gone, whatever the server made of QUIT. */
	zval_ptr_dtor(&failure);
}

PHP_METHOD(SmtpMail, isConnected)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!smtpmail_client_enter(self)) {
		RETURN_THROWS();
	}
	RETVAL_BOOL(smtpc_client_is_connected(self->core));
	smtpmail_client_leave(self);
}

PHP_METHOD(SmtpMail, getServerInfo)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_check(self)) {
		RETURN_THROWS();
	}
	smtpmail_server_info_new(return_value, self->core);
}

PHP_METHOD(SmtpMail, getTranscript)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_check(self)) {
		RETURN_THROWS();
	}
	smtpc_str transcript = smtpc_client_transcript(self->core);
	RETURN_STRINGL(transcript.len > 0 ? transcript.ptr : "", transcript.len);
}

PHP_METHOD(SmtpMail, getMessages)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_check(self)) {
		RETURN_THROWS();
	}
	if (Z_ISUNDEF(self->messages)) {
		RETURN_EMPTY_ARRAY();
	}
	RETURN_COPY(&self->messages);
}

/* What was there before goes last: its destructor may call us. */
static void client_set_callable(zval *to, const zend_fcall_info *fci,
	const zend_fcall_info_cache *fcc)
{
	zval old;
	ZVAL_COPY_VALUE(&old, to);
	ZVAL_UNDEF(to);
	if (ZEND_FCI_INITIALIZED(*fci)) {
		smtpmail_callable_keep(to, fci, fcc);
	}
	zval_ptr_dtor(&old);
}

PHP_METHOD(SmtpMail, setLogger)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	zend_long redact = SMTPC_REDACT_SECRETS | SMTPC_REDACT_BODY;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_FUNC_OR_NULL(fci, fcc)
		Z_PARAM_OPTIONAL
		Z_PARAM_LONG(redact)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_check(self)) {
		RETURN_THROWS();
	}
	if (redact < 0 || redact > (zend_long)REDACT_ALL) {
		zend_argument_value_error(2, "must be a combination of the SmtpMail::REDACT_* constants");
		RETURN_THROWS();
	}
	smtpc_client_watch(self->core, ZEND_FCI_INITIALIZED(fci), (unsigned)redact);
	client_set_callable(&self->logger, &fci, &fcc);
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail, setWaiter)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_FUNC_OR_NULL(fci, fcc)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_client *self = smtpmail_client_of(Z_OBJ_P(ZEND_THIS));
	if (!client_check(self)) {
		RETURN_THROWS();
	}
	client_set_callable(&self->waiter, &fci, &fcc);
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_MINIT_FUNCTION(smtpmail_client)
{
	smtpmail_ce_client = register_class_SmtpMail();
	smtpmail_ce_client->create_object = client_create;
	memcpy(&client_handlers, &std_object_handlers, sizeof client_handlers);
	client_handlers.offset = offsetof(smtpmail_client, std);
	client_handlers.free_obj = client_free;
	client_handlers.clone_obj = NULL;
	client_handlers.get_gc = client_gc;
	client_handlers.get_debug_info = client_debug_info;
	client_handlers.compare = zend_objects_not_comparable;
	return SUCCESS;
}
