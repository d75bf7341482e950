/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the files of the Zend layer know of each other: object structs, class entries, and the
 * conversions between PHP values and the core's. A function that returns false has thrown. */
#ifndef SMTPMAIL_INTERNAL_H
#define SMTPMAIL_INTERNAL_H

#include "php.h"

#include "smtpc.h"
#include "smtpmail_compat.h"

PHP_MINIT_FUNCTION(smtpmail_enum);
PHP_MINIT_FUNCTION(smtpmail_address);
PHP_MINIT_FUNCTION(smtpmail_group);
PHP_MINIT_FUNCTION(smtpmail_envelope);
PHP_MINIT_FUNCTION(smtpmail_attachment);
PHP_MINIT_FUNCTION(smtpmail_message);
PHP_MINIT_FUNCTION(smtpmail_result);
PHP_MINIT_FUNCTION(smtpmail_server);
PHP_MINIT_FUNCTION(smtpmail_exception);
PHP_MINIT_FUNCTION(smtpmail_client);
PHP_MINIT_FUNCTION(smtpmail_signer);
PHP_MINIT_FUNCTION(smtpmail_stats);
PHP_MSHUTDOWN_FUNCTION(smtpmail_stats);

/* ---- Strings, properties (smtpmail_value.c) ------------------------------------------------ */

static inline smtpc_str smtpmail_str(const zend_string *string)
{
	return (smtpc_str){ZSTR_VAL(string), ZSTR_LEN(string)};
}

static inline smtpc_str smtpmail_view(const char *cstr)
{
	return (smtpc_str){cstr, strlen(cstr)};
}

/* Cuts the text up to |sep| off |rest|, and |sep| too. */
smtpc_str smtpmail_cut(smtpc_str *rest, char sep);
/* The words of |list|, at spaces, as an array. */
void smtpmail_words(zval *to, smtpc_str list);

/* create_object of the final value classes: with one of their own, reflection refuses to make them
 * without their constructor, and to fill them then with whatever their C code does not expect. */
zend_object *smtpmail_value_create(zend_class_entry *ce);
/* Keeps a callable as one that can be called from anywhere later: a private method is callable where
 * it is given away, and must be so then. |from| as ZPP or zend_fcall_info_init() filled it. */
void smtpmail_callable_keep(zval *to, const zend_fcall_info *from,
	const zend_fcall_info_cache *cache);
/* A declared property, or NULL and an Error where the object was never initialised. */
zval *smtpmail_prop(zend_object *object, const char *name);
/* Sets a declared property; takes the value. */
void smtpmail_prop_set(zend_object *object, const char *name, zval *value);
void smtpmail_prop_set_str(zend_object *object, const char *name, smtpc_str value);
/* As above, and null for an empty string. */
void smtpmail_prop_set_str_or_null(zend_object *object, const char *name, smtpc_str value);
/* The same without a look-up by name, for objects that are made for each mail: the place of the
 * property that is declared as number |slot|, still without a value; what is written there must be of
 * the declared type. Only for final classes, so that nobody has declared another one meanwhile. */
static inline zval *smtpmail_slot(zend_object *object, uint32_t slot)
{
	zval *place = OBJ_PROP_NUM(object, slot);
	Z_PROP_FLAG_P(place) = 0;
	return place;
}
void smtpmail_slot_str(zend_object *object, uint32_t slot, smtpc_str value);
/* As above, and null for an empty string. */
void smtpmail_slot_str_or_null(zend_object *object, uint32_t slot, smtpc_str value);
/* Are the properties that |class| declares these, in that order? MINIT asks once. */
bool smtpmail_slots_are(zend_class_entry *class, const char *const *names, size_t count);
/* For constructors of readonly objects: the second call throws. */
bool smtpmail_first_construction(zend_object *object);

/* ---- Enums ------------------------------------------------------------------------------ */

/* Cases are numbered as in the core's enum where there is one. */
typedef enum smtpmail_enum {
	SMTPMAIL_ENUM_TLS,
	SMTPMAIL_ENUM_AUTH_MECHANISM,
	SMTPMAIL_ENUM_STAGE,
	SMTPMAIL_ENUM_OUTCOME,
	SMTPMAIL_ENUM_RECIPIENT_POLICY,
	SMTPMAIL_ENUM_NOTIFY,
	SMTPMAIL_ENUM_DSN_RETURN,
	SMTPMAIL_ENUM_ENCODING,
	SMTPMAIL_ENUM_CIPHER,
	SMTPMAIL_ENUM_NEED,
	SMTPMAIL_ENUM_COUNT
} smtpmail_enum;

zend_class_entry *smtpmail_enum_ce(smtpmail_enum which);
/* "Auto, None, …" for messages; the caller releases it. */
zend_string *smtpmail_enum_names(smtpmail_enum which);
/* The case numbered |index|, as a value of its own. */
void smtpmail_enum_case(zval *to, smtpmail_enum which, size_t index);
/* The number of a case object of that enum; -1 if it is not one. */
int smtpmail_enum_index(smtpmail_enum which, const zval *value);
/* The number of the case with that name (caseless) or backing value; -1 if there is none. */
int smtpmail_enum_find(smtpmail_enum which, smtpc_str name);
/* The mechanism of the core that the case |index| of AuthMechanism is. */
smtpc_sasl_mech smtpmail_enum_to_mech(int index);

/* ---- Addresses -------------------------------------------------------------------------- */

extern zend_class_entry *smtpmail_ce_address;
extern zend_class_entry *smtpmail_ce_group;

void smtpmail_address_new(zval *to, const smtpc_addr *addr);
/* The address of an Address object, checked anew; the caller frees it. */
bool smtpmail_address_read(smtpc_addr *to, zend_object *address);

typedef struct smtpmail_addrs {
	smtpc_addr *items;
	size_t count;
} smtpmail_addrs;

/* What argument |arg| gives: a string that is one address, an Address or, with |many|, an array
 * that is a list of these or a map of address => name. On false nothing needs to be freed. */
bool smtpmail_addrs_read(smtpmail_addrs *addrs, zval *value, uint32_t arg, bool many);
void smtpmail_addrs_free(smtpmail_addrs *addrs);
/* The forms that are no array; |types|: what else the argument may be, for the error. */
bool smtpmail_addr_of_scalar(smtpc_addr *to, zval *value, uint32_t arg, const char *types);
/* One element of such an array; |key| NULL: of a list. */
bool smtpmail_addr_of_element(smtpc_addr *to, zend_string *key, zval *value, uint32_t arg);
/* A list of Address and Group objects. */
void smtpmail_addr_list_new(zval *to, const smtpc_addr_list *list);

/* One argument of a variadic method: a mailbox, or a group of them. */
typedef struct smtpmail_member {
	zend_string *group; /* its name; NULL: one mailbox */
	smtpmail_addrs addrs;
} smtpmail_member;

typedef struct smtpmail_members {
	smtpmail_member *items;
	size_t count;
} smtpmail_members;

/* Each of |values|, arguments from |arg| on: an Address, a string or, with |groups|, a Group. On
 * false nothing needs to be freed. */
bool smtpmail_members_read(smtpmail_members *members, zval *values, uint32_t count, uint32_t arg,
	bool groups);
void smtpmail_members_free(smtpmail_members *members);
/* Equal for the same mailbox (RFC 5321 §2.4: local part exact, domain caseless). */
zend_string *smtpmail_addr_key(const smtpc_addr *addr);

/* ---- Envelopes -------------------------------------------------------------------------- */

extern zend_class_entry *smtpmail_ce_envelope;

/* An Envelope with the recipients To, Cc and Bcc of |message|. */
bool smtpmail_envelope_of(zval *to, const smtpc_message *message);
/* |envelope| with other recipients, which it takes. */
void smtpmail_envelope_with(zval *to, zend_object *envelope, zval *recipients);
/* Tells the job what the envelope asks for, and the Recipient for the one added last. */
bool smtpmail_envelope_apply(smtpc_job *job, zend_object *envelope);
bool smtpmail_recipient_apply(smtpc_job *job, zend_object *recipient);

/* ---- Messages --------------------------------------------------------------------------- */

extern zend_class_entry *smtpmail_ce_message;

/* The core's message, shared by the object and by the sources that read it: at a request's end
 * the object may be freed first. */
typedef struct smtpmail_mime {
	smtpc_message *core;
	uint32_t refs;
	uint32_t readers; /* sources open on it: the message must not be changed */
	bool dated;       /* the date is the caller's */
} smtpmail_mime;

/* A new message with one reference; NULL: thrown. */
smtpmail_mime *smtpmail_mime_new(void);
smtpmail_mime *smtpmail_mime_copy(const smtpmail_mime *mime);
/* Finished mail; one of the two is given, and taken. */
smtpmail_mime *smtpmail_mime_raw(smtpc_blob *blob, const smtpc_origin *origin);
void smtpmail_mime_release(smtpmail_mime *mime);
/* A Message object around |mime|, whose reference it takes. */
void smtpmail_message_wrap(zval *to, smtpmail_mime *mime);
/* A Message object that is empty; false: thrown. */
bool smtpmail_message_new(zval *to);
/* The message of a Message object; NULL: thrown, it was not constructed. */
smtpmail_mime *smtpmail_message_mime(zend_object *message);

/* The core's message for a setter; NULL: thrown, as it is being read or is raw mail. */
smtpc_message *smtpmail_message_writable(zend_object *object);
/* The end of a setter; |rv|: what the core said about argument |arg|. */
void smtpmail_message_return(zval *return_value, zend_object *object, int rv, uint32_t arg,
	const smtpc_error *err);

/* What constructor and smtpmail_send() give at once; NULL: not given. */
typedef struct smtpmail_draft {
	zval *addrs[SMTPC_FIELD_COUNT];
	zend_string *subject, *text, *html;
	const struct smtpmail_draft_args *args;
} smtpmail_draft;

/* The numbers of these arguments. */
typedef struct smtpmail_draft_args {
	uint32_t addrs[SMTPC_FIELD_COUNT];
	uint32_t subject, text, html;
} smtpmail_draft_args;

bool smtpmail_message_fill(smtpc_message *message, const smtpmail_draft *draft);

/* What a client has to say about how its mails are opened. */
typedef struct smtpmail_open {
	smtpc_dkim **dkim; /* sign besides the message's own signers */
	size_t dkim_count;
	bool encode_long; /* the option longLines */
} smtpmail_open;

void smtpmail_open_free(smtpmail_open *how);
/* Opens |mime| for whom takes *|need|, which becomes what is needed; with the date of now if it has
 * none; source->close gives it back. |how| may be NULL. */
bool smtpmail_source_open(smtpc_source *source, smtpmail_mime *mime, const smtpmail_open *how,
	smtpc_transfer *need);
/* The defaults for opening |mime|, and the date of now if it has none. */
bool smtpmail_mime_options(smtpc_open_options *options, smtpmail_mime *mime);
/* Throws what the core says of a message: ValueError, or SourceException. */
void smtpmail_throw_message(const smtpc_error *err);
/* |mime| (NULL: thrown already) as an attachment; *size is that of the message. NULL: thrown. */
smtpc_attachment *smtpmail_message_to_attachment(smtpmail_mime *mime,
	const smtpc_attachment_options *options, int64_t *size);
/* |string| by reference. */
smtpc_blob smtpmail_blob(zend_string *string);

/* ---- Attachments ------------------------------------------------------------------------ */

extern zend_class_entry *smtpmail_ce_attachment;

/* The core's attachment of an Attachment object; NULL: thrown. */
smtpc_attachment *smtpmail_attachment_core(zend_object *object);
/* An Attachment object; takes the reference of |core|. |size| -1: unknown. */
void smtpmail_attachment_new(zval *to, smtpc_attachment *core, int64_t size);
/* Of the local file |path|, argument |arg|; a name of {NULL, 0} is that of the file, and inline an id
 * of {NULL, 0} is the name. NULL: thrown. */
smtpc_attachment *smtpmail_attachment_of_path(zend_string *path,
	const smtpc_attachment_options *options, uint32_t arg, int64_t *size);

/* Adds an Attachment object; false: thrown. */
bool smtpmail_message_attach_object(smtpc_message *message, zend_object *attachment);

/* A local file, opened once to see that it can be; ValueError or SourceException. */
bool smtpmail_origin_of_file(smtpc_origin *origin, int64_t *size, zend_string *path, uint32_t arg);
/* A stream, from where it stands. */
bool smtpmail_origin_of_stream(smtpc_origin *origin, zval *resource, uint32_t arg);
/* Behind every call of the core that may have read a stream: a fatal error in there goes on now. */
void smtpmail_go_on_bailing(void);

/* ---- Keys, signers ---------------------------------------------------------------------- */

/* The PEM that argument |arg| is, or that the file it names ("file://path") holds; a ValueError and
 * NULL where it is neither. smtpmail_pem_release() wipes what was read from a file. */
zend_string *smtpmail_pem_read(zend_string *pem_or_file, uint32_t arg);
void smtpmail_pem_release(zend_string *pem);
/* The private key that argument |arg| gives, parsed once in this process; the caller gives its
 * reference back. NULL: thrown. */
smtpc_key *smtpmail_key_get(zend_string *pem_or_file, zend_string *passphrase, uint32_t arg);
struct smtpmail_keys;
void smtpmail_keys_free(struct smtpmail_keys *keys);

extern zend_class_entry *smtpmail_ce_dkim_signer, *smtpmail_ce_smime_signer;

/* What such an object is in the core, which lives as long as the object does; NULL: an Error, it was
 * not constructed. */
smtpc_dkim *smtpmail_dkim_of(zend_object *object);
smtpc_smime_signer *smtpmail_smime_signer_of(zend_object *object);

/* ---- Options ---------------------------------------------------------------------------- */

/* On or off, or as php.ini says. */
typedef enum smtpmail_choice { SMTPMAIL_DEFAULT, SMTPMAIL_OFF, SMTPMAIL_ON } smtpmail_choice;

/* The core's options, and what keeps the strings in them alive. */
typedef struct smtpmail_config {
	smtpc_dsn_scheme scheme;
	smtpc_options core;
	smtpc_peer_options inside;       /* of a server inside the process */
	struct smtpmail_config *members; /* of a group: servers, or groups again */
	size_t member_count;
	smtpc_route route;  /* all that there is */
	smtpc_route *routes; /* of the members */
	zval held;
	smtpc_sasl_mech mechs[SMTPC_SASL_COUNT];
	smtpc_pin *pins;
	smtpc_fingerprint *fingerprints;
	smtpc_str *disabled;
	smtpmail_open open; /* with references to its signers */
	zval progress;      /* UNDEF: none */
	unsigned max_connections; /* of batches; 0: not given */
	smtpmail_choice persistent;
	zval token; /* the closure that gives one, or undefined */
	zend_string *secrets[4]; /* made here, so wiped here */
	size_t secret_count;
} smtpmail_config;

/* Where an option comes from, for the error message. */
typedef struct smtpmail_origin {
	uint32_t arg;    /* number of the argument; 0: |ini| */
	const char *ini; /* name of the INI entry */
	bool single;     /* the argument is the option itself */
	bool text;       /* keys in snake_case, values as text: a DSN's query */
	bool server;     /* host, port, tls, username and password may be given */
	bool inherited;  /* a DSN's query, of a group around it: what a member has no use for is overlooked */
	bool shared;     /* the same, of an array of options for all members */
} smtpmail_origin;

void smtpmail_config_init(smtpmail_config *config);
void smtpmail_config_free(smtpmail_config *config);
/* Keeps |string| alive as long as the configuration; a secret that was made here is wiped then. */
smtpc_str smtpmail_config_hold(smtpmail_config *config, zend_string *string);
void smtpmail_config_hold_secret(smtpmail_config *config, zend_string *string);
bool smtpmail_config_set(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str name,
	zval *value);
bool smtpmail_config_array(smtpmail_config *config, const smtpmail_origin *origin,
	HashTable *options);
bool smtpmail_config_dsn(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str dsn);
/* The servers of a configuration, in the order of their text. */
typedef struct smtpmail_servers {
	smtpmail_config *list[SMTPC_ROUTE_SERVERS_MAX];
	size_t count;
} smtpmail_servers;

/* Once all options are there: what php.ini says, servers inside the process, the route. */
bool smtpmail_config_finish(smtpmail_config *config, smtpmail_servers *servers);
/* The value of an option that is on or off; false: it is neither. */
bool smtpmail_bool_of(const smtpmail_origin *origin, const zval *value, bool *target);
/* Throws a ValueError or TypeError: "smtpmail_send(): Argument #11 ($dsn) …". */
void smtpmail_origin_refuse(const smtpmail_origin *origin, zend_class_entry *error,
	const char *format, ...) ZEND_ATTRIBUTE_FORMAT(printf, 3, 4);

/* ---- Servers inside the process ---------------------------------------------------------- */

bool smtpmail_config_is_inside(const smtpmail_config *config);
/* Sets an option that only such servers have; *known: it was one. */
bool smtpmail_inside_set(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str name,
	zval *value, bool *known);
/* Makes the server, if it is one. */
bool smtpmail_inside_make(smtpmail_config *config);

/* ---- The pool --------------------------------------------------------------------------- */

/* The key of |route|; false: such a client cannot be kept. */
bool smtpmail_pool_key(const smtpc_route *route, uint8_t key[SMTPC_ROUTE_KEY_SIZE]);
/* A client that waits with a connection, as if new; NULL: none. */
smtpc_client *smtpmail_pool_take(const uint8_t key[SMTPC_ROUTE_KEY_SIZE]);
/* Takes |core|: keeps it if it is in order and there is room, closes and frees it otherwise. */
void smtpmail_pool_park(smtpc_client *core, const uint8_t key[SMTPC_ROUTE_KEY_SIZE]);
/* Closes what has waited too long or has been closed by its server. */
void smtpmail_pool_sweep(void);
/* Clients that wait. */
zend_long smtpmail_pool_count(void);
struct smtpmail_pool;
void smtpmail_pool_free(struct smtpmail_pool *pool);

/* ---- The client ------------------------------------------------------------------------- */

extern zend_class_entry *smtpmail_ce_client;

typedef struct smtpmail_client {
	smtpc_client *core; /* NULL: not constructed */
	smtpc_job *job;     /* the one under way; here so that a bailout does not lose it */
	zend_string *host, *username;
	int tls;
	zend_long port, pid;
	bool busy;
	bool keyed; /* to be kept under |key| */
	uint8_t key[SMTPC_ROUTE_KEY_SIZE];
	zval logger, progress, waiter;
	zend_object *thrown; /* by the waiter, when the mail was out */
	zval token; /* the closure that gives one, or undefined */
	smtpmail_open open; /* with references to its signers */
	smtpc_peer **peers; /* servers inside the process, with references */
	size_t peer_count;
	unsigned max_connections; /* 0: not given */
	zval messages; /* what they have taken: UNDEF, or a list */
	zend_object std;
} smtpmail_client;

static inline smtpmail_client *smtpmail_client_of(zend_object *object)
{
	return (smtpmail_client *)((char *)object - offsetof(smtpmail_client, std));
}

/* Takes the next mail that a server inside the process has; false: there is none. */
bool smtpmail_inside_next(smtpmail_client *client, smtpc_peer_mail *mail);
/* Are all recipients of |mail| among those of |envelope|? */
bool smtpmail_inside_fits(const smtpc_peer_mail *mail, zend_object *envelope);
/* Adds |mail|, which was sent with |envelope|, to the client's. */
void smtpmail_inside_add(smtpmail_client *client, const smtpc_peer_mail *mail,
	zend_object *envelope);
/* Adds the mails taken since the last call, which belong to |envelope|. */
void smtpmail_inside_collect(smtpmail_client *client, zend_object *envelope);
/* Makes a fresh SmtpMail object (or one of a class derived from it) work. */
bool smtpmail_client_setup(smtpmail_client *self, smtpmail_config *config);
/* Begins the exclusive use of a client; false: not constructed, or busy. */
bool smtpmail_client_enter(smtpmail_client *self);
/* Ends it, and the script too if its time is over: whoever calls has put everything away. */
void smtpmail_client_leave(smtpmail_client *self);

/* Steps the operation that was begun until it has ended. User code runs between the steps; if it
 * throws, the operation is cancelled and its exception stands. When max_execution_time is over, the
 * operation is cancelled too, and smtpmail_client_leave() ends the script. */
void smtpmail_drive(smtpmail_client *self, smtpc_event *done);
/* Hands the lines that are left to the logger, after an operation. |safe|: the outcome must not be
 * lost, so an exception of the logger becomes a warning. */
/* max_execution_time is over. */
bool smtpmail_time_is_over(void);
void smtpmail_drive_rest(smtpmail_client *self, bool safe);

/* Lets PHP do what it does between two opcodes. True: the operation must end, as an exception is
 * in flight or max_execution_time is over. While |committing| signal handlers wait: one that throws
 * would take the verdict with it. */
bool smtpmail_drive_tick(bool committing);
/* The token that the caller's closure gives, to be wiped with smtpmail_token_release(). False: it
 * has thrown. */
bool smtpmail_token_ask(smtpmail_client *self, bool renew, zval *token);
void smtpmail_token_release(zval *token);
/* The progress callback's answer; only false gives up. |size| -1: not known. */
bool smtpmail_progress_agrees(smtpmail_client *self, uint64_t given, int64_t size);
/* Hands the lines of |core| to the logger until it throws. |safe|: what it throws is a warning. */
void smtpmail_log_lines(smtpmail_client *self, smtpc_client *core, bool safe);

/* Takes the exception that is in flight; NULL: none is, or it is exit(), which goes on. */
zend_object *smtpmail_take_thrown(void);
/* Makes a warning of |exception| (NULL: of none), whose reference it takes. */
void smtpmail_warn_thrown(zend_object *exception, const char *who);

/* ---- Waiting by the user's function ----------------------------------------------------- */

/* The longest that a signal or the end of max_execution_time waits to be noticed. */
#define SMTPMAIL_SLICE_SECONDS 0.1
/* The steps of waiting where there is no descriptor to be waited for. */
#define SMTPMAIL_BLIND_SECONDS 0.01

/* Calls it, once; it may have thrown. False: it cannot be called for want of a descriptor. */
bool smtpmail_waiter_wait(smtpmail_client *self, const smtpc_event *event);
/* Puts aside what it threw while the mail's verdict was awaited. In the end that becomes a warning
 * where the mail was accepted, or stands behind the exception that tells what came of the mail. */
void smtpmail_waiter_stash(smtpmail_client *self);
void smtpmail_waiter_warn(smtpmail_client *self);
void smtpmail_waiter_chain(smtpmail_client *self, zend_object *onto);
/* Where nobody is told, since another exception or exit() is in flight; in doubt it is a warning. */
void smtpmail_waiter_drop(smtpmail_client *self, const smtpc_result *result);

/* ---- Deliveries ------------------------------------------------------------------------- */

/* One mail on its way. */
typedef struct smtpmail_delivery {
	smtpc_job *job;
	zval envelope;
	zval recipients; /* list of Address, in the job's order */
	zval id;         /* the Message-ID */
} smtpmail_delivery;

/* Everything is checked here, before any I/O. |envelope| NULL: the message's own. */
bool smtpmail_delivery_init(smtpmail_delivery *delivery, smtpmail_mime *mime,
	zend_object *envelope, const smtpmail_open *how);
void smtpmail_delivery_free(smtpmail_delivery *delivery);
/* Sends it, to whatever outcome; false: user code threw. The client must have been entered. */
bool smtpmail_delivery_run(smtpmail_delivery *delivery, smtpmail_client *client, zval *result);

/* ---- Batches ---------------------------------------------------------------------------- */

/* A mail of a batch: on its way until |outcome| is there. */
typedef struct smtpmail_batch_mail {
	struct smtpmail_batch_mail *next; /* among those that have ended */
	zend_long id;
	zval tag;
	zval outcome; /* UNDEF, or the Result or exception */
	bool accepted;
	bool told; /* that it has ended: it was counted by run() */
	smtpmail_delivery delivery; /* its job is NULL when it has ended */
} smtpmail_batch_mail;

/* Where the mails of sendAll() come from. */
typedef struct smtpmail_feed {
	zval from;                /* UNDEF: there is none */
	zend_object_iterator *it; /* NULL: not begun, or an array */
	HashPosition at;
	bool begun, over;
	zend_object *thrown; /* what ended it; thrown again when all mails under way have ended */
} smtpmail_feed;

typedef struct smtpmail_batch {
	smtpc_batch *core;
	zend_object *client; /* with a reference */
	HashTable mails;     /* id => those that have not ended */
	smtpmail_batch_mail *first, *last; /* those that have, and whose outcome is not given out */
	size_t ended;
	zend_long next_id, pid;
	unsigned connections;
	bool busy;
	bool at_rest; /* since it was entered: nothing can be done without waiting */
	zend_resource *stream; /* NULL: none was asked for */
	smtpmail_feed feed;
	zend_object std;
} smtpmail_batch;

static inline smtpmail_batch *smtpmail_batch_of(zend_object *object)
{
	return (smtpmail_batch *)((char *)object - offsetof(smtpmail_batch, std));
}

typedef enum smtpmail_pause {
	SMTPMAIL_PAUSE_ENDED, /* a mail has */
	SMTPMAIL_PAUSE_EMPTY, /* all have */
	SMTPMAIL_PAUSE_TIME,
	SMTPMAIL_PAUSE_STOP /* an exception is in flight, or max_execution_time is over */
} smtpmail_pause;

PHP_MINIT_FUNCTION(smtpmail_batch);
PHP_MINIT_FUNCTION(smtpmail_batch_iterator);

/* A Batch object; |connections| is argument |arg|. */
bool smtpmail_batch_new(zval *to, smtpmail_client *client, zend_long connections, uint32_t arg);
/* An iterator over what comes of its mails. */
void smtpmail_batch_iterator_new(zval *to, zend_object *batch);
/* The exclusive use of batch and client; false: thrown. */
bool smtpmail_batch_enter(smtpmail_batch *self);
void smtpmail_batch_leave(smtpmail_batch *self);
/* Adds a mail; 0: thrown, and nothing was added. */
zend_long smtpmail_batch_put(smtpmail_batch *self, smtpmail_mime *mime, zval *tag,
	zend_object *envelope);
/* A mail that ended before it could be sent, with the exception |outcome|, which it takes. */
void smtpmail_batch_put_failed(smtpmail_batch *self, zval *tag, zval *outcome);
/* Steps until one of these; |until| as smtpmail_now() has it, 0 for no limit. Entered. */
smtpmail_pause smtpmail_batch_advance(smtpmail_batch *self, double until);
/* Ends what is under way: cancelled, or in doubt where the content's end may have left. */
void smtpmail_batch_give_up(smtpmail_batch *self, const char *why);
/* Nobody wants the rest: gives up what can be, awaits verdicts for |patience| seconds, and warns of
 * mails that were taken, or may have been, without anybody having been told. */
void smtpmail_batch_settle(smtpmail_batch *self, double patience);
/* The next that has ended, or NULL; the caller frees it. */
smtpmail_batch_mail *smtpmail_batch_take(smtpmail_batch *self);
void smtpmail_batch_mail_free(smtpmail_batch_mail *mail);
/* Adds the next message of the feed, or ends it. */
void smtpmail_feed_next(smtpmail_batch *self);
void smtpmail_feed_free(smtpmail_feed *feed);

/* ---- Statistics ------------------------------------------------------------------------- */

/* Counts what became of a mail. */
void smtpmail_stats_add_result(const smtpc_result *result);
/* Counts the connections that were made since the last call for |core|. */
void smtpmail_stats_add_client(smtpc_client *core);
/* For phpinfo(). */
void smtpmail_stats_info(void);

/* ---- Results, exceptions ---------------------------------------------------------------- */

extern zend_class_entry *smtpmail_ce_result, *smtpmail_ce_source_exception;

/* A Reply, or null where there is none. */
void smtpmail_reply_new(zval *to, const smtpc_reply *reply);
void smtpmail_result_new(zval *to, const smtpmail_delivery *delivery);
/* A ServerInfo, or null where nothing is known. */
void smtpmail_server_info_new(zval *to, const smtpc_client *core);
/* What smtpmail_send() returns for |result|. */
zend_long smtpmail_result_code(const smtpc_result *result);

/* The exception that |error| is; client, reply and result may be NULL. */
void smtpmail_exception_new(zval *to, smtpc_client *client, const smtpc_error *error,
	const smtpc_reply *reply, zval *result);
/* Throws it. */
void smtpmail_throw(smtpmail_client *client, const smtpc_error *error, const smtpc_reply *reply,
	zval *result);
/* The fatal error that the end of max_execution_time is. That a mail is in doubt is told before, by
 * the engine: a fatal error makes a warning of the exception that nobody can catch any more. */
ZEND_NORETURN void smtpmail_end_script(void);
/* For an argument that the core refused. */
void smtpmail_throw_argument(uint32_t arg, const smtpc_error *error);

#endif
