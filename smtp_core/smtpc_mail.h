/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The part of smtpc.h about what is sent: signers, attachments, messages. Users include smtpc.h,
 * which has this in its middle. */
#ifndef SMTPC_MAIL_H
#define SMTPC_MAIL_H

/* ---- Signing and encrypting ---------------------------------------------- */

/* Keys, signers and certificates never change once made; they are counted, and a _ref() gives back
 * what it was given. _unref(NULL) is legal. OpenSSL does the work, with memory of its own: what
 * goes through the smtpc_mem here is the objects and the text around them. */

/* A private key, parsed. Nothing of its text is kept. */
typedef struct smtpc_key smtpc_key;

/* Out of PEM, encrypted or not; |passphrase| {NULL, 0}: none is known. Never asks anybody. NULL
 * with ARGUMENT (one sentence: no PEM, a public key, a wrong or missing passphrase, …) or NOMEM. */
smtpc_key *smtpc_key_new(
	const smtpc_mem *mem, smtpc_str pem, smtpc_str passphrase, smtpc_error *err);
smtpc_key *smtpc_key_ref(smtpc_key *key);
void smtpc_key_unref(smtpc_key *key);
/* A name for what smtpc_key_new() would make of these two, to find it again in a cache: neither can
 * be had out of it. NOMEM. */
int smtpc_key_name(smtpc_str pem, smtpc_str passphrase, uint8_t name[32]);

/* A DKIM signer (RFC 6376, 8301, 8463): rsa-sha256 or ed25519-sha256, as the key is. */
typedef struct smtpc_dkim smtpc_dkim;

/* The option that was refused, for callers that name the argument. */
typedef enum smtpc_dkim_option {
	SMTPC_DKIM_DOMAIN,
	SMTPC_DKIM_SELECTOR,
	SMTPC_DKIM_KEY,
	SMTPC_DKIM_HEADERS,
	SMTPC_DKIM_OVERSIGN,
	SMTPC_DKIM_EXPIRES
} smtpc_dkim_option;

typedef struct smtpc_dkim_options {
	smtpc_str domain, selector; /* ASCII; a domain beyond it is made A-labels */
	smtpc_key *key;             /* RSA of 1024 bits and more, or Ed25519; the signer refers to it */
	/* The fields to sign, each as often as it occurs; From is added where it is missing. Count 0:
	 * those that RFC 6376 §5.4.1 names, and what readers or large receivers rely on. */
	const smtpc_str *headers;
	size_t header_count;
	/* Fields signed once more than they occur, so that none can be added (RFC 6376 §8.15). NULL:
	 * From; none for a pointer with count 0. */
	const smtpc_str *oversign;
	size_t oversign_count;
	int64_t expires_after;      /* seconds until x=; 0: no x= */
	smtpc_dkim_option *refused; /* set with ARGUMENT, if not NULL */
} smtpc_dkim_options;

/* NULL with ARGUMENT or NOMEM. */
smtpc_dkim *smtpc_dkim_new(
	const smtpc_mem *mem, const smtpc_dkim_options *options, smtpc_error *err);
smtpc_dkim *smtpc_dkim_ref(smtpc_dkim *signer);
void smtpc_dkim_unref(smtpc_dkim *signer);
/* d= and s=; they live as long as the signer. */
smtpc_str smtpc_dkim_domain(const smtpc_dkim *signer);
smtpc_str smtpc_dkim_selector(const smtpc_dkim *signer);

/* A recipient's certificate: RSA or EC, and allowed to encrypt. */
typedef struct smtpc_cert smtpc_cert;

/* The first certificate in |pem|. NULL with ARGUMENT or NOMEM. Neither dates nor issuers are
 * judged: whom to trust is the caller's to know. */
smtpc_cert *smtpc_cert_new(const smtpc_mem *mem, smtpc_str pem, smtpc_error *err);
smtpc_cert *smtpc_cert_ref(smtpc_cert *cert);
void smtpc_cert_unref(smtpc_cert *cert);

/* An S/MIME signer (RFC 8551): a certificate and its key. */
typedef struct smtpc_smime_signer smtpc_smime_signer;

typedef enum smtpc_smime_option {
	SMTPC_SMIME_CERTIFICATE,
	SMTPC_SMIME_KEY,
	SMTPC_SMIME_EXTRA
} smtpc_smime_option;

typedef struct smtpc_smime_options {
	smtpc_str certificate;  /* PEM: the signer's own, and its chain if there is more */
	smtpc_key *key;         /* RSA or EC, of that certificate; the signer refers to it */
	const smtpc_str *extra; /* PEM, one or more certificates each, to go with the signature */
	size_t extra_count;
	smtpc_smime_option *refused; /* set with ARGUMENT, if not NULL */
} smtpc_smime_options;

/* NULL with ARGUMENT or NOMEM. The dates of the certificates are not judged. */
smtpc_smime_signer *smtpc_smime_signer_new(
	const smtpc_mem *mem, const smtpc_smime_options *options, smtpc_error *err);
smtpc_smime_signer *smtpc_smime_signer_ref(smtpc_smime_signer *signer);
void smtpc_smime_signer_unref(smtpc_smime_signer *signer);

/* What the content of an encrypted mail is encrypted with. */
typedef enum smtpc_cipher {
	SMTPC_CIPHER_AES256_GCM, /* AuthEnvelopedData (RFC 5083); needs OpenSSL 3.0 */
	SMTPC_CIPHER_AES256_CBC  /* EnvelopedData: what every reader knows, and open to EFAIL */
} smtpc_cipher;

bool smtpc_cipher_usable(smtpc_cipher cipher);

/* ---- Attachments --------------------------------------------------------- */

/* The SMTPC_ENC_7BIT… of a content. 8BIT and BINARY go only to servers that take them, and become
 * QP and BASE64 elsewhere. */
typedef enum smtpc_encoding {
	SMTPC_ENC_AUTO, /* the smallest 7-bit-safe one for the content */
	SMTPC_ENC_7BIT,
	SMTPC_ENC_8BIT, /* needs 8BITMIME (RFC 6152) */
	SMTPC_ENC_QP,
	SMTPC_ENC_BASE64,
	SMTPC_ENC_BINARY /* needs BINARYMIME (RFC 3030) */
} smtpc_encoding;

/* A content with a name and a type. Counted, and never changed: copies differ. */
typedef struct smtpc_attachment smtpc_attachment;

typedef struct smtpc_attachment_options {
	smtpc_str name; /* the file's, valid UTF-8 without control characters; may be empty */
	smtpc_str type; /* media type, with parameters if need be; empty: by the name's extension */
	smtpc_str content_id;    /* without angle brackets; ptr NULL: none */
	bool is_inline;          /* disposition inline, in multipart/related beside the html body */
	smtpc_encoding encoding; /* AUTO: BASE64 */
} smtpc_attachment_options;

/* |blob|: takes one reference, also on failure. NULL with |err|: ARGUMENT (a name, type or id that
 * cannot be written, an encoding that the octets do not allow), NOMEM. */
smtpc_attachment *smtpc_attachment_new_blob(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_blob blob, smtpc_error *err);
/* The same from an origin, of which it takes one reference, also on failure. */
smtpc_attachment *smtpc_attachment_new_origin(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_origin origin, smtpc_error *err);
/* The same content with other options. An encoding other than the content's is chosen anew. */
smtpc_attachment *smtpc_attachment_copy(
	const smtpc_attachment *attachment, const smtpc_attachment_options *options, smtpc_error *err);
smtpc_attachment *smtpc_attachment_ref(smtpc_attachment *attachment);
void smtpc_attachment_unref(smtpc_attachment *attachment);
/* Its options, with the type that was found; views are valid as long as it is. */
void smtpc_attachment_describe(
	const smtpc_attachment *attachment, smtpc_attachment_options *options);

/* ---- Messages ------------------------------------------------------------ */

/* A message being built (RFC 5322, 2045). All text is UTF-8; what is not is an ARGUMENT error that
 * names the field, as is a NUL, CR or LF in a header. What it gives is the same until a setter is
 * called or an origin changes: same Message-ID, date and boundaries. */
typedef struct smtpc_message smtpc_message;

typedef enum smtpc_addr_field {
	SMTPC_FIELD_FROM,
	SMTPC_FIELD_SENDER,
	SMTPC_FIELD_REPLY_TO,
	SMTPC_FIELD_TO,
	SMTPC_FIELD_CC,
	SMTPC_FIELD_BCC,    /* envelope only, never written */
	SMTPC_FIELD_RETURN, /* envelope sender, never written */
	SMTPC_FIELD_COUNT
} smtpc_addr_field;

typedef enum smtpc_body { SMTPC_BODY_TEXT, SMTPC_BODY_HTML, SMTPC_BODY_COUNT } smtpc_body;

/* |seed|: 16 random octets (smtpc_random) from which Message-ID and boundaries are made. */
smtpc_message *smtpc_message_new(const smtpc_mem *mem, const uint8_t seed[16]);
/* Finished mail (RFC 5322): sent as it is but for its line ends and its Bcc fields. It is read
 * through when it is opened; setters have no effect on it. Takes one reference of |blob| or
 * |origin|, also on failure. NULL: out of memory. */
smtpc_message *smtpc_message_new_raw_blob(
	const smtpc_mem *mem, const uint8_t seed[16], smtpc_blob blob);
smtpc_message *smtpc_message_new_raw_origin(
	const smtpc_mem *mem, const uint8_t seed[16], smtpc_origin origin);
bool smtpc_message_is_raw(const smtpc_message *msg);
/* A copy with its own Message-ID (unless one was set by name), and shared contents: they are
 * encoded once for both. */
smtpc_message *smtpc_message_copy(smtpc_message *msg, const uint8_t seed[16]);
void smtpc_message_free(smtpc_message *msg);

/* Adds a copy of |addr|. SENDER and RETURN hold one: a further one replaces it. */
int smtpc_message_add_addr(smtpc_message *msg, smtpc_addr_field field, const smtpc_addr *addr);
/* Adds a group (RFC 5322 §3.4) with copies of |addrs|, none of them the message's own and maybe
 * none at all, to TO or CC. Its mailboxes are recipients like the others. All or nothing: ARGUMENT
 * (name, field), NOMEM. */
int smtpc_message_add_group(smtpc_message *msg, smtpc_addr_field field, smtpc_str name,
	const smtpc_addr *addrs, size_t count, smtpc_error *err);
void smtpc_message_clear_addrs(smtpc_message *msg, smtpc_addr_field field);
/* The null return path <> (RFC 5321 §4.5.5) as envelope sender. */
void smtpc_message_null_return(smtpc_message *msg);
/* Those in groups count too. */
size_t smtpc_message_addr_count(const smtpc_message *msg, smtpc_addr_field field);
const smtpc_addr *smtpc_message_addr(const smtpc_message *msg, smtpc_addr_field field, size_t i);
/* RETURN, else SENDER, else the first FROM; *null_return is set for <>. NULL if there is none, or
 * if there are several FROM and no SENDER. */
const smtpc_addr *smtpc_message_envelope_sender(const smtpc_message *msg, bool *null_return);

int smtpc_message_set_subject(smtpc_message *msg, smtpc_str subject, smtpc_error *err);
/* |unix_time| in seconds, |offset| from UTC in minutes. */
int smtpc_message_set_date(smtpc_message *msg, int64_t unix_time, int offset);
bool smtpc_message_has_date(const smtpc_message *msg);
/* With or without angle brackets; must be a msg-id of RFC 5322 §3.6.4. ARGUMENT, NOMEM. */
int smtpc_message_set_id(smtpc_message *msg, smtpc_str id, smtpc_error *err);
/* The Message-ID with angle brackets: made on first call from the seed and the domain of FROM, and
 * the same ever after. Of finished mail the one that it has, for which its header is read if it was
 * not opened yet; len 0: none, or it cannot be read. {NULL, 0}: out of memory. */
smtpc_str smtpc_message_id(smtpc_message *msg);
/* In-Reply-To and References (RFC 5322 §3.6.4): |ids| are the references, oldest first; the first
 * argument is the message that is answered, and is added to References if it is not there. */
int smtpc_message_set_reply_to_id(
	smtpc_message *msg, smtpc_str id, const smtpc_str *ids, size_t count, smtpc_error *err);
/* 1 (highest) to 5: replaces the fields X-Priority and Importance. ARGUMENT, NOMEM. */
int smtpc_message_set_priority(smtpc_message *msg, int priority, smtpc_error *err);
/* |add| false: replaces all fields of that name. The fields the message writes itself (From, To,
 * Subject, Date, Message-ID, MIME-Version, Content-*, …) are refused. A value may have non-ASCII
 * characters: they become encoded words (RFC 2047). ARGUMENT, NOMEM. */
int smtpc_message_set_header(
	smtpc_message *msg, smtpc_str name, smtpc_str value, bool add, smtpc_error *err);
void smtpc_message_remove_header(smtpc_message *msg, smtpc_str name);

/* Takes one reference of |blob| (also on failure). |charset|: a charset name; for "UTF-8"
 * (caseless) the bytes are checked. 7BIT and 8BIT are refused for content that is neither.
 * ARGUMENT, NOMEM. */
int smtpc_message_set_body(smtpc_message *msg, smtpc_body which, smtpc_blob blob, smtpc_str charset,
	smtpc_encoding encoding, smtpc_error *err);
/* An alternative to the text and html bodies (RFC 2046 §5.1.4) of the media type |type|, such as
 * text/x-amp-html. Takes one reference of |blob|. ARGUMENT, NOMEM. */
int smtpc_message_add_alternative(
	smtpc_message *msg, smtpc_str type, smtpc_blob blob, smtpc_error *err);
/* An iCalendar object (RFC 6047), as an alternative and as the attachment invite.ics; a further one
 * replaces it. |method|: iTIP's, "REQUEST". Takes one reference of |blob|. ARGUMENT, NOMEM. */
int smtpc_message_set_calendar(
	smtpc_message *msg, smtpc_blob blob, smtpc_str method, smtpc_error *err);
/* Adds an attachment, of which it takes a reference of its own. NOMEM. */
int smtpc_message_attach(smtpc_message *msg, smtpc_attachment *attachment);
/* List-Unsubscribe (RFC 2369) with the URIs that are given, and with |https| List-Unsubscribe-Post
 * (RFC 8058). Either may be empty; both: the fields go. ARGUMENT, NOMEM. */
int smtpc_message_set_list_unsubscribe(
	smtpc_message *msg, smtpc_str https, smtpc_str mailto, smtpc_error *err);
/* Sign with DKIM (all signers side by side, over the header and the body as it goes out), or with
 * S/MIME (the body); each takes a reference of its own. NOMEM. */
int smtpc_message_add_dkim(smtpc_message *msg, smtpc_dkim *signer);
int smtpc_message_add_smime(smtpc_message *msg, smtpc_smime_signer *signer);
/* Encrypts the body, signed or not, with S/MIME: one call a recipient, or the sender who wants to
 * read it too. NOMEM. */
int smtpc_message_add_cert(smtpc_message *msg, smtpc_cert *cert);
/* AES256_GCM where it is usable (RFC 8551 §2.7), unless this is called. */
void smtpc_message_set_cipher(smtpc_message *msg, smtpc_cipher cipher);
/* A Message-ID made from |key| and the domain of FROM: the same for the same two, in any process.
 * NOMEM. */
int smtpc_message_set_key(smtpc_message *msg, smtpc_str key);

/* What a server must take for a message to arrive as it is; in this order. */
typedef enum smtpc_transfer {
	SMTPC_TRANSFER_7BIT,
	SMTPC_TRANSFER_8BIT,
	SMTPC_TRANSFER_BINARY
} smtpc_transfer;

/* How a message is to be opened. */
typedef struct smtpc_open_options {
	int64_t now; /* unix time, for signatures */
	/* What is named for more is encoded: 8BIT unless set. */
	smtpc_transfer takes;
	bool encode_long; /* raw mail with lines of more than 998 octets is encoded, not refused */
	size_t
		spool_max; /* octets of an encoded form that are kept; more is encoded anew or in a file */
	smtpc_str spool_dir;
	smtpc_dkim *const *dkim; /* sign besides the message's own signers */
	size_t dkim_count;
} smtpc_open_options;

/* The defaults: 2 MiB in memory, files where the system has them. */
void smtpc_open_options_init(smtpc_open_options *options);

/* Looks at the origins, signs, and opens for reading from the first octet. *need (may be NULL):
 * what the server must take; no more than |takes|, unless a part cannot be encoded. The
 * source must be closed before the message is changed or freed. |options| may be NULL. ARGUMENT: no
 * From, no date; SOURCE; NOMEM. */
int smtpc_message_open(smtpc_message *msg, const smtpc_open_options *options, smtpc_source *source,
	smtpc_transfer *need, smtpc_error *err);
/* The exact octets that an opened source would give, or -1 if that cannot be known. As above. */
int smtpc_message_size(
	smtpc_message *msg, const smtpc_open_options *options, int64_t *size, smtpc_error *err);
/* The message is signed: its octets must not be changed, not even their encoding. */
bool smtpc_message_is_signed(const smtpc_message *msg);
/* Makes an attachment of type message/rfc822 (RFC 2046 §5.2.1) of what |msg| is now; |seed|: 16
 * random octets for the boundaries in it. NULL with |err| as smtpc_message_open(). */
smtpc_attachment *smtpc_message_to_attachment(smtpc_message *msg, const uint8_t seed[16],
	const smtpc_attachment_options *options, smtpc_error *err);
/* Headers need SMTPUTF8 (RFC 6531 §3.4: an address whose local part is not ASCII is in them). */
bool smtpc_message_needs_smtputf8(const smtpc_message *msg);

#endif
