/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * smtpc: an SMTP submission client library. The one header that users of the library include.
 *
 * The shape of it: a message (or any other source of bytes) and an envelope make a job; a client
 * carries jobs to one server over a connection that it keeps and heals. Nothing here blocks but
 * smtpc_wait(): smtpc_client_step() does what can be done now and says what it waits for. Nothing
 * here calls back but the source's functions, and those only from smtpc_client_pull(). Names are
 * looked up in a thread that touches nothing of the caller's.
 *
 * Ownership: what a function named _new, _copy or _init gives belongs to the caller, who gives it
 * back with _free; _free(NULL) is legal. A smtpc_str is a borrowed view and never freed. Arguments
 * stay the caller's unless the comment says "takes".
 *
 * Errors: functions that can fail return 0 (SMTPC_OK) or a negative SMTPC_E_* and fill the
 * caller's smtpc_error, when one is given, with a sentence for humans. No secret ever gets into
 * it. Nothing here prints, exits or asserts on input.
 *
 * Threads: there are no mutable globals; an object belongs to one thread at a time.
 */
#ifndef SMTPC_H
#define SMTPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- Memory, strings ----------------------------------------------------- */

/* Where the library's memory comes from. realloc(user, NULL, n) allocates; n is never 0; NULL
 * means out of memory. The struct must outlive every object made with it; NULL in place of a
 * pointer to it means the C library's. */
typedef struct smtpc_mem {
	void *user;
	void *(*realloc)(void *user, void *ptr, size_t size);
	void (*free)(void *user, void *ptr);
} smtpc_mem;

/* A borrowed view of bytes; not NUL-terminated. {NULL, 0} is "not given" where that matters. */
typedef struct smtpc_str {
	const char *ptr;
	size_t len;
} smtpc_str;

/* A string literal as a smtpc_str. */
#define SMTPC_STR(literal) ((smtpc_str){(literal), sizeof(literal) - 1})

/* Bytes that somebody else owns and counts references to (a zend_string, say). With owner NULL the
 * bytes must outlive all users. */
typedef struct smtpc_blob {
	smtpc_str data;
	void *owner;
	void (*addref)(void *owner);
	void (*release)(void *owner);
} smtpc_blob;

/* ---- Errors -------------------------------------------------------------- */

/* What kind of thing went wrong; a user of the library maps these to exception classes. */
typedef enum smtpc_kind {
	SMTPC_KIND_NONE,
	SMTPC_KIND_INTERNAL,   /* out of memory */
	SMTPC_KIND_ARGUMENT,   /* the caller's argument, before any I/O */
	SMTPC_KIND_CONNECTION, /* resolve, connect, lost link, a refusal before authentication */
	SMTPC_KIND_TIMEOUT,
	SMTPC_KIND_TLS,
	SMTPC_KIND_AUTH,
	SMTPC_KIND_PROTOCOL,   /* the server broke the protocol */
	SMTPC_KIND_CAPABILITY, /* the server lacks what is required */
	SMTPC_KIND_SENDER,     /* MAIL refused */
	SMTPC_KIND_RECIPIENTS, /* every RCPT refused */
	SMTPC_KIND_MESSAGE,    /* DATA or the content refused */
	SMTPC_KIND_SOURCE,     /* the content could not be read */
	SMTPC_KIND_CANCELLED
} smtpc_kind;

/* Code, kind, whether trying again might help, and the fallback text. A refusal (…_REJECTED,
 * GREETING, …) is transient when its reply code is 4yz, whatever this table says. */
#define SMTPC_ERR_MAP(XX) \
	XX(NOMEM, -1, INTERNAL, true, "out of memory") \
	XX(ARGUMENT, -2, ARGUMENT, false, "invalid argument") \
	XX(RESOLVE, -3, CONNECTION, false, "unknown host") \
	XX(RESOLVE_AGAIN, -4, CONNECTION, true, "name resolution failed for now") \
	XX(CONNECT, -5, CONNECTION, true, "connection refused") \
	XX(LOST, -6, CONNECTION, true, "connection lost") \
	XX(TIMEOUT, -7, TIMEOUT, true, "timed out") \
	XX(GREETING, -8, CONNECTION, false, "the server refused the connection") \
	XX(EHLO, -9, CONNECTION, false, "the server refused EHLO and HELO") \
	XX(STARTTLS, -10, TLS, false, "STARTTLS is required but not to be had") \
	XX(TLS_HANDSHAKE, -11, TLS, false, "TLS handshake failed") \
	XX(TLS_VERIFY, -12, TLS, false, "the server's certificate was not accepted") \
	XX(TLS_CONFIG, -13, TLS, false, "TLS could not be set up") \
	XX(AUTH_MECHANISM, -14, AUTH, false, "no usable authentication mechanism") \
	XX(AUTH_INSECURE, -15, AUTH, false, "credentials are not sent over an unprotected connection") \
	XX(AUTH_REFUSED, -16, AUTH, false, "authentication refused") \
	XX(AUTH_CHALLENGE, -17, AUTH, false, "the server's authentication challenge makes no sense") \
	XX(PROTOCOL, -18, PROTOCOL, false, "the server broke the protocol") \
	XX(SIZE, -19, CAPABILITY, false, "the message is larger than the server takes") \
	XX(CAPABILITY, -20, CAPABILITY, false, "the server lacks a required extension") \
	XX(SENDER_REJECTED, -21, SENDER, false, "the sender was refused") \
	XX(RECIPIENTS_REJECTED, -22, RECIPIENTS, false, "every recipient was refused") \
	XX(MESSAGE_REJECTED, -23, MESSAGE, false, "the message was refused") \
	XX(SOURCE, -24, SOURCE, false, "the content could not be read") \
	XX(CANCELLED, -25, CANCELLED, false, "cancelled") \
	XX(AUTH_CREDENTIALS, -26, AUTH, false, "the credentials cannot be used")

/* clang-format off */
typedef enum smtpc_err {
	SMTPC_OK = 0,
#define XX(name, value, kind, transient, text) SMTPC_E_##name = value,
	SMTPC_ERR_MAP(XX)
#undef XX
} smtpc_err;
/* clang-format on */

/* Where an attempt stood. COMMIT: the content is out, the final reply is awaited. */
#define SMTPC_STAGE_MAP(XX) \
	XX(RESOLVE, "resolve") \
	XX(CONNECT, "connect") \
	XX(PROXY, "proxy") \
	XX(HANDSHAKE, "tls") \
	XX(GREETING, "greeting") \
	XX(EHLO, "ehlo") \
	XX(STARTTLS, "starttls") \
	XX(AUTH, "auth") \
	XX(MAIL, "mail") \
	XX(RCPT, "rcpt") \
	XX(DATA, "data") \
	XX(CONTENT, "content") \
	XX(COMMIT, "commit") \
	XX(RESET, "rset") \
	XX(QUIT, "quit")

/* clang-format off */
typedef enum smtpc_stage {
#define XX(name, text) SMTPC_STAGE_##name,
	SMTPC_STAGE_MAP(XX)
#undef XX
	SMTPC_STAGE_COUNT
} smtpc_stage;
/* clang-format on */

/* How an attempt ended. REJECTED: a 4yz/5yz to MAIL, to all RCPT, to DATA or to the content.
 * IN_DOUBT: the last octet of the content's end may have left and no final reply was read.
 * NOT_SENT: everything else. */
typedef enum smtpc_outcome {
	SMTPC_NOT_SENT,
	SMTPC_IN_DOUBT,
	SMTPC_REJECTED,
	SMTPC_ACCEPTED
} smtpc_outcome;

typedef struct smtpc_error {
	int code; /* SMTPC_E_*, or 0: no error */
	smtpc_stage stage;
	smtpc_outcome outcome;
	bool transient;      /* might the same thing succeed later? */
	int sys_errno;       /* errno of the failed system call, or 0 */
	char capability[24]; /* with SIZE and CAPABILITY: the EHLO keyword */
	char message[512];   /* one sentence, NUL-terminated, printable UTF-8 */
} smtpc_error;

smtpc_kind smtpc_err_kind(int code);
/* "TLS_VERIFY", or "UNKNOWN". */
const char *smtpc_err_name(int code);
/* The names of SMTPC_STAGE_MAP. */
const char *smtpc_stage_name(smtpc_stage stage);

/* ---- Replies ------------------------------------------------------------- */

/* A server's reply (RFC 5321 §4.2), enhanced code split off (RFC 2034 §4) where all lines agree. */
typedef struct smtpc_reply {
	int code;          /* 200 to 559; 0: there is no reply */
	char enhanced[12]; /* "5.1.1", or "" */
	smtpc_stage stage;
	smtpc_str text; /* lines without code and enhanced code, joined by '\n'; valid UTF-8, no NUL or
					   control characters */
} smtpc_reply;

/* What a code means by RFC 5321 §4.2.3, RFC 4954 §6 and RFC 7504; NULL for an unknown code. */
const char *smtpc_reply_text(int code);

/* ---- Addresses ----------------------------------------------------------- */

/* One mailbox (RFC 5322 §3.4, RFC 6532 for UTF-8). All views point into memory owned by it. */
typedef struct smtpc_addr {
	smtpc_str name;    /* display name, decoded UTF-8; len 0 if none */
	smtpc_str local;   /* local part as it goes on the wire: quoted only where it must be */
	smtpc_str domain;  /* U-labels or A-labels, as given, or an address literal with brackets */
	smtpc_str address; /* local@domain */
	smtpc_str ascii_domain; /* domain as A-labels (RFC 5891), lower-cased nowhere else */
	bool needs_smtputf8;    /* the local part is not ASCII (RFC 6531 §3.2) */
	const smtpc_mem *mem;
	char *block;
} smtpc_addr;

/* An addr-spec and a display name. Local part up to 64 octets, path up to 254, domain by the
 * letters-digits-hyphen rule after IDNA. ARGUMENT (naming the address), NOMEM. */
int smtpc_addr_init(
	smtpc_addr *addr, const smtpc_mem *mem, smtpc_str address, smtpc_str name, smtpc_error *err);
/* Exactly one mailbox in any form that RFC 5322 §3.4 and §4.4 have, comments and encoded words in
 * its name included: what it says is kept, not how it says it. No tab and no line break; a list or
 * group is an error. ARGUMENT (naming the address), NOMEM. */
int smtpc_addr_parse(smtpc_addr *addr, const smtpc_mem *mem, smtpc_str spec, smtpc_error *err);
int smtpc_addr_copy(smtpc_addr *to, const smtpc_mem *mem, const smtpc_addr *from);
void smtpc_addr_free(smtpc_addr *addr);
/* Same mailbox: local part exact, domain caseless after IDNA (RFC 5321 §2.4). */
bool smtpc_addr_same(const smtpc_addr *a, const smtpc_addr *b);

/* "name: a, b;" in a list of addresses: of its mailboxes |count| from number |first| on. */
typedef struct smtpc_addr_group {
	smtpc_str name; /* decoded UTF-8, not empty */
	size_t first, count;
} smtpc_addr_group;

/* Mailboxes in their order, and which of them are groups. The groups are in order too and do not
 * overlap; an empty one stands before the mailbox numbered |first|. */
typedef struct smtpc_addr_list {
	smtpc_addr *items;
	size_t count, room;
	smtpc_addr_group *groups;
	size_t group_count, group_room;
	const smtpc_mem *mem;
} smtpc_addr_list;

/* The value of a field with an address list (RFC 5322 §3.4), folded or not, obsolete forms (§4.4)
 * read too: no addresses are a list as well. Up to 16 MiB, 100,000 mailboxes and groups. ARGUMENT
 * ("address 3: …"), NOMEM; |list| is empty then, and may be freed or not. */
int smtpc_addr_list_parse(
	smtpc_addr_list *list, const smtpc_mem *mem, smtpc_str header, smtpc_error *err);
void smtpc_addr_list_free(smtpc_addr_list *list);
/* Takes the spaces around a group's name away and checks it as a display name; empty it is refused.
 * ARGUMENT. */
int smtpc_addr_group_name(smtpc_str *name, smtpc_error *err);

/* ---- Sources of content -------------------------------------------------- */

/* A message as a stream of octets that is pulled. Line ends may be LF, CR or CRLF: the session
 * sends CRLF. The functions may run user code; they are called from smtpc_client_pull() only. */
typedef struct smtpc_source {
	void *user;
	/* Up to |len| octets into |buf|: the number, 0 at the end, or SMTPC_E_SOURCE / NOMEM with |err|
	 * (if not NULL) saying why. */
	ptrdiff_t (*read)(void *user, char *buf, size_t len, smtpc_error *err);
	/* Starts again from the first octet; 0 or an error. NULL: this source can be read once. */
	int (*rewind)(void *user, smtpc_error *err);
	/* Releases the source; NULL: nothing to release. */
	void (*close)(void *user);
	int64_t size; /* octets that read() will give, -1 if unknown */
} smtpc_source;

/* What can be seen of an origin without reading it. */
typedef struct smtpc_look {
	int64_t size;      /* octets from its start; -1 if unknown */
	bool stable;       /* equal stamps mean equal octets */
	uint64_t stamp[4]; /* of a file: device, inode and times, say */
} smtpc_look;

/* Where octets come from that are not in memory: it is opened anew for each reading, and several
 * readings may be under way. Its owner counts references. The functions may run user code; they are
 * called when a message is opened and when its source is read. */
typedef struct smtpc_origin {
	void *owner;
	void (*addref)(void *owner);
	void (*release)(void *owner);
	/* As it is now. SOURCE (|err| says why), NOMEM. */
	int (*look)(void *owner, smtpc_look *look, smtpc_error *err);
	/* Opens it at the octet |from|; |look|: what was opened. SOURCE, NOMEM. */
	int (*open)(
		void *owner, uint64_t from, smtpc_source *source, smtpc_look *look, smtpc_error *err);
} smtpc_origin;

#include "smtpc_mail.h" /* signers, attachments, messages */

/* ---- Servers inside the process ------------------------------------------ */

/* A server that is no further away than this: what a client says goes through the same session as
 * with any other, and nothing through a socket. It takes mails, and puts them somewhere; a script
 * makes it misbehave. Its time is the client's, which does not wait: a server that lets it wait
 * moves the client's clock. Counted; it remembers over connections what it has taken, and what of
 * its script is spent. */
typedef struct smtpc_peer smtpc_peer;

typedef enum smtpc_keep {
	SMTPC_KEEP_NOTHING,
	SMTPC_KEEP_MEMORY,  /* for smtpc_peer_next() */
	SMTPC_KEEP_FOLDER,  /* MAILDIR where the folder is one already, else EML */
	SMTPC_KEEP_MAILDIR, /* in new/ of a Maildir, which is made; lines end in LF */
	SMTPC_KEEP_EML      /* name.eml in a folder; lines end in CRLF */
} smtpc_keep;

typedef struct smtpc_peer_options {
	smtpc_str script; /* see docs/testing-your-mail.md; empty: everything is accepted */
	smtpc_keep keep;
	smtpc_str folder; /* of the last three; it must exist */
	bool sync;        /* a mail is on the disk before it is accepted */
	bool envelope;    /* Return-Path and Delivered-To in front of the header */
} smtpc_peer_options;

/* NULL with ARGUMENT (of a script: "line 3: …") or NOMEM. */
smtpc_peer *smtpc_peer_new(
	const smtpc_mem *mem, const smtpc_peer_options *options, smtpc_error *err);
smtpc_peer *smtpc_peer_ref(smtpc_peer *peer);
void smtpc_peer_unref(smtpc_peer *peer);

/* A mail as it was taken: the content's octets, the paths as local@domain. */
typedef struct smtpc_peer_mail {
	smtpc_str sender; /* len 0: <> */
	const smtpc_str *rcpts;
	size_t rcpt_count;
	smtpc_str content;
} smtpc_peer_mail;

/* Takes the oldest mail out of the peer's memory; false: there is none. Views are valid until the
 * next call. */
bool smtpc_peer_next(smtpc_peer *peer, smtpc_peer_mail *mail);
/* The script of the scenario |name|, such as "in_doubt"; NULL: there is none of that name. */
const char *smtpc_scenario(smtpc_str name);
/* The name of scenario number |i|; NULL behind the last. */
const char *smtpc_scenario_name(size_t i);

/* ---- Options ------------------------------------------------------------- */

typedef enum smtpc_tls_mode {
	SMTPC_TLS_AUTO, /* implicit on 465; else STARTTLS required, save on loopback: plain */
	SMTPC_TLS_NONE,
	SMTPC_TLS_STARTTLS,
	SMTPC_TLS_IMPLICIT,
	SMTPC_TLS_OPPORTUNISTIC
} smtpc_tls_mode;

typedef enum smtpc_need { SMTPC_NEVER, SMTPC_PREFER, SMTPC_REQUIRE } smtpc_need;

/* SASL mechanisms: RFC 5802 and 7677, 7628, Google's, RFC 2195, 4616, LOGIN, RFC 4422. Strongest
 * first, and EXTERNAL, which is used only when it is asked for by name. */
#define SMTPC_SASL_MAP(XX) \
	XX(SCRAM_SHA256_PLUS, "SCRAM-SHA-256-PLUS") \
	XX(SCRAM_SHA256, "SCRAM-SHA-256") \
	XX(SCRAM_SHA1_PLUS, "SCRAM-SHA-1-PLUS") \
	XX(SCRAM_SHA1, "SCRAM-SHA-1") \
	XX(OAUTHBEARER, "OAUTHBEARER") \
	XX(XOAUTH2, "XOAUTH2") \
	XX(CRAM_MD5, "CRAM-MD5") \
	XX(PLAIN, "PLAIN") \
	XX(LOGIN, "LOGIN") \
	XX(EXTERNAL, "EXTERNAL")

/* clang-format off */
typedef enum smtpc_sasl_mech {
#define XX(name, text) SMTPC_SASL_##name,
	SMTPC_SASL_MAP(XX)
#undef XX
	SMTPC_SASL_COUNT
} smtpc_sasl_mech;
/* clang-format on */

const char *smtpc_sasl_name(smtpc_sasl_mech mech);

/* Time limits in seconds; 0: none. */
typedef struct smtpc_timeouts {
	double connect;  /* from the name to a connection; and once more, the TLS handshake */
	double greeting; /* the 220 */
	double command;  /* each reply before the content */
	double content;  /* without a byte of progress */
	double reply;    /* the final reply; one more for each MiB of content */
	double total;    /* the whole call */
} smtpc_timeouts;

/* A name and the address to connect to in place of what the resolver says. */
typedef struct smtpc_pin {
	smtpc_str name;
	smtpc_str address;
} smtpc_pin;

typedef enum smtpc_fingerprint_kind {
	SMTPC_FINGERPRINT_SHA256, /* of the certificate */
	SMTPC_FINGERPRINT_SHA512,
	SMTPC_FINGERPRINT_SPKI_SHA256, /* of its public key */
	SMTPC_FINGERPRINT_COUNT
} smtpc_fingerprint_kind;

typedef struct smtpc_fingerprint {
	smtpc_fingerprint_kind kind;
	uint8_t digest[64];
} smtpc_fingerprint;

/* |kind|: "sha256", "sha512", "spki-sha256"; |hex| may have colons between its pairs of digits.
 * ARGUMENT: the sentence is what has to be there instead ("a sha256 of 64 …"). */
int smtpc_fingerprint_parse(smtpc_fingerprint *out, smtpc_str kind, smtpc_str hex, smtpc_error *err);

/* What clients with the same wishes about TLS have in common, be it at a time or one after the
 * other: what they trust, and sessions to be resumed. It and its clients belong to one thread. */
typedef struct smtpc_tls_cache smtpc_tls_cache;

/* NULL: out of memory. */
smtpc_tls_cache *smtpc_tls_cache_new(const smtpc_mem *mem);
/* Clients that are left must not connect any more. */
void smtpc_tls_cache_free(smtpc_tls_cache *cache);

/* Everything about one server. All strings are copied by smtpc_client_new(). A field without a row
 * in net/smtpc_options_copy.c reaches no client. */
typedef struct smtpc_options {
	smtpc_str host; /* name, IP address with or without brackets, or "/path" or "unix:/path" of a
					   local socket */
	uint16_t port;  /* 0: 24 for lmtp, 465 for IMPLICIT, 587 with credentials, else 25 */
	smtpc_peer *peer; /* in place of host and port; the client takes a reference of its own */
	smtpc_tls_mode tls;
	smtpc_str username, password, authzid; /* ptr NULL: not given */
	/* OAuth 2.0 instead of a password: a token is asked for by SMTPC_EV_TOKEN. */
	bool token;
	/* Only these, in this order; NULL: all but EXTERNAL, strongest first. */
	const smtpc_sasl_mech *mechs;
	size_t mech_count;
	bool allow_insecure_auth; /* credentials in the clear to a host that is not this machine */
	smtpc_str
		local_domain; /* EHLO; empty: this host's name if it is a FQDN, else an address literal */
	smtpc_timeouts timeouts;
	uint64_t min_data_rate; /* octets a second, over 5 seconds of waiting for a server that takes
							   content more slowly, until it is given up; 0: none */
	bool verify_peer, verify_peer_name, allow_self_signed;
	smtpc_str peer_name; /* SNI and the name verified; empty: host */
	/* Of each kind that is named, one must be the server's, however else it is verified. */
	const smtpc_fingerprint *fingerprints;
	size_t fingerprint_count;
	smtpc_str ca_file, ca_path, local_cert, local_pk, passphrase, ciphers;
	int security_level; /* -1: OpenSSL's own */
	int min_tls;        /* 0x0303 for TLS 1.2, 0x0304 for TLS 1.3 */
	smtpc_tls_cache *tls_cache; /* borrowed; NULL: the client shares nothing with others */
	int ip_version;     /* 0 both, 4, 6 */
	smtpc_str source_ip;
	/* "socks5://user:password@host:port", socks5h:// (which is given names) or http:// (CONNECT); ptr
	 * NULL: none */
	smtpc_str proxy;
	const smtpc_pin *pins;
	size_t pin_count;
	smtpc_need pipelining, smtp_utf8;
	/* What becomes of a mail's wishes for delivery reports. NEVER: they are left out. PREFER: they go
	 * to servers that have DSN. REQUIRE: such a mail goes to no other server. */
	smtpc_need dsn;
	smtpc_need chunking;    /* BDAT in place of DATA (RFC 3030) */
	smtpc_need binary_mime; /* binary content as it is, in chunks even where chunking is NEVER */
	bool lmtp;              /* RFC 2033; not on port 25, and 24 for a port of 0 */
	const smtpc_str *disabled; /* EHLO keywords to overlook */
	size_t disabled_count;
	bool require_all;      /* one refused RCPT ends the mail for all */
	uint64_t max_messages; /* mails a connection; 0: no limit */
	double idle_timeout, max_age;
	/* Mails that a client, or a batch as a whole, begins in a second; 0: no limit. Of several
	 * servers' the lowest holds. */
	double max_per_second;
} smtpc_options;

/* The defaults: TLS AUTO, verification on, TLS 1.2, limits connect 30, greeting 60, command 60,
 * content 180, reply 600, total none, idle 30, age 600. */
void smtpc_options_init(smtpc_options *options);
/* The port that |options| mean. */
uint16_t smtpc_options_port(const smtpc_options *options);
/* Checks all that can be checked without I/O. ARGUMENT. */
int smtpc_options_check(const smtpc_options *options, smtpc_error *err);

/* ---- Routes --------------------------------------------------------------- */

typedef enum smtpc_route_kind {
	SMTPC_ROUTE_SERVER,
	SMTPC_ROUTE_FAILOVER,  /* its members in their order */
	SMTPC_ROUTE_ROUNDROBIN /* each mail begins with another member */
} smtpc_route_kind;

enum { SMTPC_ROUTE_SERVERS_MAX = 32, SMTPC_ROUTE_DEPTH_MAX = 4, SMTPC_ROUTE_RETRY_PERIOD = 60 };

/* Which servers a client has, and which it asks when. In a group the next server is asked where it
 * is proven that the last one took nothing and another may: it could not be reached or would not
 * talk to us, or refused sender, recipients or DATA for the moment (4yz). */
typedef struct smtpc_route {
	smtpc_route_kind kind;
	const smtpc_options *server;       /* of a SERVER */
	const struct smtpc_route *members; /* of a group */
	size_t member_count;
	double retry_period; /* of a group: seconds for which a server that was out of order is asked
							last */
} smtpc_route;

enum { SMTPC_ROUTE_KEY_SIZE = 32 };

/* What two routes have in common only if all their options are the same, user names, secrets and the
 * state of the files they name (certificates, keys) included. |secret|, which nobody may know, keeps
 * passwords from being guessed by it. ARGUMENT: it has a server inside the process or a token, which
 * options do not identify; NOMEM. */
int smtpc_route_key(const smtpc_route *route, const uint8_t secret[SMTPC_ROUTE_KEY_SIZE],
	uint8_t key[SMTPC_ROUTE_KEY_SIZE], smtpc_error *err);

/* ---- DSNs ---------------------------------------------------------------- */

typedef enum smtpc_dsn_scheme {
	SMTPC_DSN_SMTP,
	SMTPC_DSN_SMTPS,
	SMTPC_DSN_LMTP,
	SMTPC_DSN_NULL,
	SMTPC_DSN_FILE,
	SMTPC_DSN_MEMORY,
	SMTPC_DSN_FAULT,
	SMTPC_DSN_FAILOVER,
	SMTPC_DSN_ROUNDROBIN
} smtpc_dsn_scheme;

/* "name=value" or, with a key that is not {NULL, 0}, "name[key]=value". */
typedef struct smtpc_dsn_pair {
	smtpc_str name, key, value;
} smtpc_dsn_pair;

/* The pieces of a DSN, percent-decoded: scheme://user:password@host:port/path?query, or
 * scheme(member member)?query. What is not there is {NULL, 0}; what is may hold any octets. */
typedef struct smtpc_dsn {
	smtpc_dsn_scheme scheme;
	smtpc_str user, password, host, port, path;
	smtpc_dsn_pair *pairs;
	size_t pair_count;
	struct smtpc_dsn *members; /* of a group */
	size_t member_count;
	const smtpc_mem *mem; /* this and the rest: of the outermost */
	char *block;
	size_t block_len;
} smtpc_dsn;

/* Only the syntax is looked at; a path is for file:// alone. Up to 16 KiB, 100 options a query, 32
 * servers, groups four deep. ARGUMENT ("must …", with nothing of the DSN in it), NOMEM; |dsn| may
 * be freed or not then. */
int smtpc_dsn_parse(smtpc_dsn *dsn, const smtpc_mem *mem, smtpc_str text, smtpc_error *err);
/* Wipes it. */
void smtpc_dsn_free(smtpc_dsn *dsn);
/* "smtp" */
const char *smtpc_dsn_scheme_name(smtpc_dsn_scheme scheme);

/* ---- Jobs ---------------------------------------------------------------- */

/* One mail to one or more recipients, and what came of it. */
typedef struct smtpc_job smtpc_job;

/* Where the time of an attempt went. */
#define SMTPC_TIMING_MAP(XX) \
	XX(RESOLVE, "resolve") \
	XX(CONNECT, "connect") \
	XX(TLS, "tls") \
	XX(AUTH, "auth") \
	XX(ENVELOPE, "envelope") \
	XX(CONTENT, "content") \
	XX(COMMIT, "commit")

/* clang-format off */
typedef enum smtpc_timing {
#define XX(name, text) SMTPC_TIMING_##name,
	SMTPC_TIMING_MAP(XX)
#undef XX
	SMTPC_TIMING_COUNT
} smtpc_timing;
/* clang-format on */

const char *smtpc_timing_name(smtpc_timing timing);

typedef struct smtpc_rcpt_result {
	smtpc_outcome outcome;
	smtpc_reply reply; /* code 0: none */
} smtpc_rcpt_result;

typedef struct smtpc_result {
	smtpc_outcome outcome; /* ACCEPTED when at least one recipient was accepted */
	smtpc_error error;     /* code 0 when ACCEPTED */
	smtpc_reply reply;     /* the reply that decided; code 0: none */
	smtpc_str queue_id;    /* the server's, out of its final reply; len 0 if not recognised */
	const smtpc_rcpt_result *rcpts; /* in the order they were added */
	size_t rcpt_count;
	char remote[128];     /* "address:port" as connected, or the path of a local socket */
	char tls_version[16]; /* "TLSv1.3", or "" */
	bool tls_resumed;     /* by a session of an earlier connection */
	bool reused;          /* the connection had been used before */
	uint64_t bytes;       /* octets of content, before dot-stuffing */
	unsigned attempts;    /* transactions begun: MAIL written */
	double timings[SMTPC_TIMING_COUNT];
} smtpc_result;

/* |sender| NULL: the null return path. */
smtpc_job *smtpc_job_new(const smtpc_mem *mem, const smtpc_addr *sender);
/* Must not be called while a client works on it. */
void smtpc_job_free(smtpc_job *job);
/* Results come in this order; duplicates are the caller's to drop. */
int smtpc_job_add_rcpt(smtpc_job *job, const smtpc_addr *rcpt);

/* RET of RFC 3461 §4.3: what of the mail goes back with a report. */
typedef enum smtpc_ret { SMTPC_RET_UNSET, SMTPC_RET_FULL, SMTPC_RET_HEADERS } smtpc_ret;

/* NOTIFY of RFC 3461 §4.1: when to report; NEVER stands alone, 0 is the server's own default. */
#define SMTPC_NOTIFY_NEVER 1u
#define SMTPC_NOTIFY_SUCCESS 2u
#define SMTPC_NOTIFY_FAILURE 4u
#define SMTPC_NOTIFY_DELAY 8u

/* What an envelope asks of the server beside delivery; zero is nothing. A server that cannot do it
 * gets no MAIL: CAPABILITY with the keyword. Only of DSN the options say more. */
typedef struct smtpc_wishes {
	smtpc_str envelope_id; /* ENVID; ptr NULL: none */
	smtpc_ret ret;
	bool require_tls; /* REQUIRETLS (RFC 8689), and verified TLS to the server itself */
	bool has_priority;
	int priority;       /* MT-PRIORITY (RFC 6710): -9 to 9 */
	uint32_t hold_for;  /* FUTURERELEASE (RFC 4865), seconds: 1 to 999999999; 0: at once */
	int32_t deliver_by; /* DELIVERBY (RFC 2852), seconds, 9 digits: return it then, or (negative) tell
						   the sender; 0: no limit */
} smtpc_wishes;

/* Copies. ARGUMENT, NOMEM. */
int smtpc_job_set_wishes(smtpc_job *job, const smtpc_wishes *wishes, smtpc_error *err);
/* For the recipient that was added last: SMTPC_NOTIFY_*, and ORCPT (ptr NULL: none). ARGUMENT,
 * NOMEM. */
int smtpc_job_set_dsn(smtpc_job *job, unsigned notify, smtpc_str original, smtpc_error *err);
/* Printable ASCII, up to 100 octets as xtext (RFC 3461 §4.4). */
bool smtpc_is_envelope_id(smtpc_str id);
/* "type;address", or an address, whose type is rfc822 or, beyond ASCII, utf-8 (RFC 6533 §3); up to
 * 500 octets as it goes out. */
bool smtpc_is_original_rcpt(smtpc_str rcpt);

size_t smtpc_job_rcpt_count(const smtpc_job *job);
/* Takes the source: it is closed with the job. */
void smtpc_job_take_source(smtpc_job *job, smtpc_source source);
/* What a server must take for the source; 7BIT unless this is called. A server that does not take
 * it is given the fallback instead or, without one, nothing: CAPABILITY. */
void smtpc_job_set_transfer(smtpc_job *job, smtpc_transfer need);
/* Takes the source: it is closed with the job. */
void smtpc_job_take_fallback(smtpc_job *job, smtpc_source source);
/* The headers hold UTF-8: SMTPUTF8 is needed even if no address of the envelope needs it. */
void smtpc_job_set_utf8_headers(smtpc_job *job, bool utf8);
/* Valid until the job is freed. */
const smtpc_result *smtpc_job_result(const smtpc_job *job);

/* ---- The client ---------------------------------------------------------- */

/* A lazily connected client, with a connection that it keeps to each of its servers. */
typedef struct smtpc_client smtpc_client;

typedef enum smtpc_event_kind {
	SMTPC_EV_WAIT,   /* call again when the descriptor is ready, or when |timeout| has passed */
	SMTPC_EV_SOURCE, /* call smtpc_client_pull() */
	SMTPC_EV_TOKEN,  /* call smtpc_client_token() */
	SMTPC_EV_DONE    /* the operation has ended; the error is in the job's result, or in |error| */
} smtpc_event_kind;

typedef struct smtpc_event {
	smtpc_event_kind kind;
	int fd; /* WAIT; -1: only the time */
	bool read, write;
	double timeout;           /* WAIT: seconds, not negative */
	smtpc_job *job;           /* SOURCE: whose content; DONE: what has ended, if it was a job */
	uint64_t given;           /* SOURCE: octets read so far */
	int64_t size;             /* SOURCE: octets in all; -1: not known */
	bool renew;               /* TOKEN: the one before was refused */
	const smtpc_error *error; /* DONE: NULL when all went well; valid until the next call */
	const smtpc_reply *reply; /* DONE with an error: the reply that caused it, or NULL */
} smtpc_event;

/* ARGUMENT as smtpc_options_check(), NOMEM; NULL then. */
smtpc_client *smtpc_client_new(
	const smtpc_mem *mem, const smtpc_options *options, smtpc_error *err);
/* A client of several servers: up to SERVERS_MAX, groups nested up to DEPTH_MAX. |route| need not
 * outlive the call. ARGUMENT, NOMEM; NULL then. */
smtpc_client *smtpc_client_new_route(
	const smtpc_mem *mem, const smtpc_route *route, smtpc_error *err);
/* Closes without waiting for anything: QUIT is written if the connection is idle, and not awaited.
 */
void smtpc_client_free(smtpc_client *client);

/* Begin an operation; step until DONE. Only one at a time: ARGUMENT ("busy") otherwise; but a job may
 * be given while others are sent, where there is room. They end in their order, each with its DONE,
 * and the envelope of the next leaves behind the content of the last one, without waiting (RFC 2920
 * §3.1). A job has at least one recipient and is sent once: ARGUMENT otherwise. */
int smtpc_client_send(smtpc_client *client, smtpc_job *job, smtpc_error *err);
/* A job can be given now, and will not wait longer than it would elsewhere. */
bool smtpc_client_has_room(const smtpc_client *client);
/* Connects and authenticates if there is no usable connection. */
int smtpc_client_connect(smtpc_client *client, smtpc_error *err);
/* QUIT to every server; the reply of the one used last is awaited for a second at most. */
int smtpc_client_close(smtpc_client *client, smtpc_error *err);

/* Does what can be done without waiting. After DONE the client is free for the next operation. */
void smtpc_client_step(smtpc_client *client, smtpc_event *event);
/* Reads the job's source once (and, where it should be at its end then, once more to see that it
 * is) and hands the octets to the session; after SMTPC_EV_SOURCE. A source that gives more or less
 * than its size fails the job. */
void smtpc_client_pull(smtpc_client *client);
/* The same, but finding the end is left to a call of its own: until that one the mail can be given
 * up. */
void smtpc_client_pull_part(smtpc_client *client);
/* Hands the token in that SMTPC_EV_TOKEN has asked for; it is copied, and wiped when the login is
 * done. One that is empty, has spaces, control characters or octets beyond ASCII, or is longer than
 * 8192 octets ends the attempt with AUTH_CREDENTIALS. */
void smtpc_client_token(smtpc_client *client, smtpc_str token);
/* Ends the running operation, with all jobs that were given, with the error |code| (CANCELLED,
 * TIMEOUT, …) and |message|; the next steps give DONE. NotSent, or InDoubt when the content's end
 * may have left. */
void smtpc_client_abort(smtpc_client *client, int code, const char *message);
/* The same for one job; others may lose their connection by that, and go out on another. False, and
 * nothing is changed: its content is out, or it has ended. */
bool smtpc_client_cancel(smtpc_client *client, smtpc_job *job, int code, const char *message);

bool smtpc_client_is_busy(const smtpc_client *client);
/* The content's end may have left, and there is no final reply yet: whatever ends the operation now
 * leaves the mail in doubt. Or it is under way to further recipients, and some have it already. */
bool smtpc_client_is_committing(const smtpc_client *client);
/* A connection to one of its servers is there, authenticated and, as far as can be seen without a
 * round trip, alive. */
bool smtpc_client_is_connected(smtpc_client *client);
/* In a process that is not the one that connected: drops the connection without a byte sent. */
void smtpc_client_forget(smtpc_client *client);
/* Makes a client as if it were new, but for connections and what belongs to them (age, mails
 * carried, TLS sessions): transcript, recorded lines, watching, counts and errors are gone. Those
 * connections stay that belong to this process, are alive as far as can be seen without a round
 * trip, are within their limits, and have been idle for less than |max_idle| seconds (0: no limit);
 * others are hung up. False: none is left, or the client is busy; there is nothing to keep then. */
bool smtpc_client_recycle(smtpc_client *client, double max_idle);

/* Waits until |fd| is ready or |seconds| have passed. 1 ready, 0 time is up, -1 interrupted by a
 * signal. */
int smtpc_wait(int fd, bool read, bool write, double seconds);

/* What a client has done since it was asked last. */
typedef struct smtpc_counts {
	uint64_t connections; /* that stood */
	uint64_t tls_resumed; /* of them, by a session of an earlier one */
} smtpc_counts;

/* Starts to count anew. */
void smtpc_client_take_counts(smtpc_client *client, smtpc_counts *counts);

/* ---- Batches -------------------------------------------------------------- */

/* Many jobs over several connections, in one thread: lanes, each of which is a client. They are
 * opened as there is work for them. Jobs end in any order, each as it would with a client alone:
 * what one of them fails of is no other's affair. Where the server wants fewer connections (it
 * refuses one, or says 421, 432 or 4.7.x to a mail) there are fewer; a job that only failed to get
 * one goes over another. One is always left, and what that fails of is the job's. */
typedef struct smtpc_batch smtpc_batch;

enum { SMTPC_BATCH_CONNECTIONS_MAX = 1000 };

typedef enum smtpc_batch_event_kind {
	SMTPC_BATCH_WAIT,   /* nothing to do: smtpc_batch_wait(), then step again */
	SMTPC_BATCH_HUNGRY, /* another job would be begun at once: smtpc_batch_add(), or _feed(false) */
	SMTPC_BATCH_SOURCE, /* call smtpc_batch_pull() */
	SMTPC_BATCH_TOKEN,  /* call smtpc_batch_token() */
	SMTPC_BATCH_DONE    /* the job has ended, and is the caller's alone again */
} smtpc_batch_event_kind;

typedef struct smtpc_batch_event {
	smtpc_batch_event_kind kind;
	double timeout;      /* WAIT: seconds, not negative */
	smtpc_job *job;      /* SOURCE and DONE */
	void *user;          /* SOURCE and DONE: what was added with it */
	smtpc_client *lane;  /* SOURCE, TOKEN and DONE: to ask (transcript, lines, counts) and no more,
							until the next step; NULL: no lane had the job */
	bool renew;          /* TOKEN: the one before was refused */
	uint64_t given;      /* SOURCE: octets read so far */
	int64_t size;        /* SOURCE: octets in all; -1: not known */
} smtpc_batch_event;

/* Up to |connections| (1 to CONNECTIONS_MAX) lanes with the servers and options of |like|, watched
 * like it, sharing TLS contexts and sessions with it: client and batch must be in one thread, and
 * either may be freed first. ARGUMENT, NOMEM; NULL then. */
smtpc_batch *smtpc_batch_new(const smtpc_client *like, unsigned connections, smtpc_error *err);
/* Closes as smtpc_client_free() does. Jobs stay the caller's, whatever they have come to: those that
 * were not DONE are forgotten. */
void smtpc_batch_free(smtpc_batch *batch);
/* Queues a job until a lane takes it. It must outlive the batch, or be DONE. ARGUMENT as
 * smtpc_client_send(), and for one that is in a batch; NOMEM. */
int smtpc_batch_add(smtpc_batch *batch, smtpc_job *job, void *user, smtpc_error *err);
/* Jobs that were added and not reported DONE. */
size_t smtpc_batch_count(const smtpc_batch *batch);
/* Does what can be done without waiting, and says what comes next. */
void smtpc_batch_step(smtpc_batch *batch, smtpc_batch_event *event);
/* Whether the caller has more jobs to add when asked (HUNGRY); false until it is called. */
void smtpc_batch_feed(smtpc_batch *batch, bool more);
/* Answers SOURCE, as smtpc_client_pull(). */
void smtpc_batch_pull(smtpc_batch *batch);
/* Answers TOKEN, as smtpc_client_token(). */
void smtpc_batch_token(smtpc_batch *batch, smtpc_str token);
/* A descriptor that becomes readable when there is something to do after WAIT, be it that time has
 * passed or a job was added: for event loops, which step then until there is another WAIT. The
 * batch's, and another one in the child of a fork. -1: this system has none. */
int smtpc_batch_fd(smtpc_batch *batch);
/* Makes the descriptor readable: for a caller that stops stepping before there is a WAIT, and shall
 * be called again. */
void smtpc_batch_stir(smtpc_batch *batch);
/* Waits for any lane, or until |seconds| have passed. 1 ready, 0 time is up, -1 interrupted by a
 * signal. */
int smtpc_batch_wait(smtpc_batch *batch, double seconds);
/* Ends a job with the error |code| (CANCELLED, TIMEOUT, …) and |message|; DONE follows. False: it is
 * not in the batch, has ended, or its content's end may have left; it goes on then. */
bool smtpc_batch_cancel(smtpc_batch *batch, smtpc_job *job, int code, const char *message);
/* Ends all jobs so: NotSent, or InDoubt where the content's end may have left. */
void smtpc_batch_abort(smtpc_batch *batch, int code, const char *message);

/* ---- What a client knows of its server ----------------------------------- */

typedef struct smtpc_server_info {
	smtpc_str greeting; /* text of the 220 */
	smtpc_str name;     /* first word of EHLO's answer */
	smtpc_str
		extensions;    /* "SIZE 73400320\nPIPELINING\n…": EHLO's lines as the server wrote them */
	uint64_t max_size; /* 0: no limit known */
	char tls_version[16], tls_cipher[64];
	bool tls_resumed;            /* by a session of an earlier connection of the client */
	int64_t certificate_expires; /* unix time; 0: no TLS */
} smtpc_server_info;

/* Of the last connection that got as far as EHLO; false if there was none. Views are valid until
 * the client connects again or is freed. */
bool smtpc_client_server_info(const smtpc_client *client, smtpc_server_info *info);
/* The mechanisms that the server offered, as it wrote them, separated by spaces. */
smtpc_str smtpc_client_offered_auth(const smtpc_client *client);
/* The mechanism that was tried last, or SMTPC_SASL_COUNT. */
smtpc_sasl_mech smtpc_client_used_auth(const smtpc_client *client);

/* ---- Watching ------------------------------------------------------------ */

/* The dialogue of the last session, secrets and content left out: "> MAIL FROM:<a@b>", "< 250 OK",
 * "* TLSv1.3 …". Capped: of a long one the beginning of the session and the newest lines stay. */
smtpc_str smtpc_client_transcript(smtpc_client *client);

/* What a watcher is not told: all that SASL says; RCPT, the text of its reply, and addresses in any
 * other reply; the content (which, if it is told, names recipients in its header). */
#define SMTPC_REDACT_SECRETS 1u
#define SMTPC_REDACT_RECIPIENTS 2u
#define SMTPC_REDACT_BODY 4u

/* Turns the recording of lines for smtpc_client_next_line() on or off. */
void smtpc_client_watch(smtpc_client *client, bool on, unsigned redact);

typedef struct smtpc_line {
	char direction; /* '>' sent, '<' received, '*' remark */
	smtpc_stage stage;
	smtpc_str text; /* valid UTF-8 without control characters, 2 KiB at most; valid until the next
					   call on the client */
} smtpc_line;

/* Takes the oldest recorded line; false: there is none. */
bool smtpc_client_next_line(smtpc_client *client, smtpc_line *line);

/* ---- Odds and ends ------------------------------------------------------- */

/* Fills |out| from OpenSSL's CSPRNG; 0 or SMTPC_E_NOMEM-like failure (never partly filled). */
int smtpc_random(uint8_t *out, size_t len);
/* The libidn that prepares names and passwords beyond ASCII for SCRAM (RFC 4013), "1.41"; NULL:
 * built without. */
const char *smtpc_saslprep_library(void);
/* The OpenSSL that is running, "OpenSSL 3.0.22 …". */
const char *smtpc_tls_library(void);

#endif
