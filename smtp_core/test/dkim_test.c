/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "crypto_fixture.h"
#include "dkim_verify.h"

#include "crypto/smtpc_dkim.h"
#include "crypto/smtpc_key.h"

static EVP_PKEY *rsa, *ed25519;

enum { NOW = 1528637909 };

static const char header[] = "Received: by somebody\r\n"
							 "From: Joe <joe@example.com>\r\n"
							 "DKIM-Signature: v=1; another=one;\r\n"
							 " b=xyz\r\n"
							 "To: Suzie <suzie@example.net>,\r\n"
							 "\tBob   <bob@example.net> \r\n"
							 "Subject  : Is dinner\r\n"
							 "  ready?\r\n"
							 "X-Twice: 1\r\n"
							 "x-twice: 2\r\n"
							 "Date: Fri, 11 Jul 2003 21:00:37 -0700\r\n"
							 "Empty:\r\n"
							 "Blank: \t \r\n";
static const char body[] = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n\r\n";

static smtpc_dkim_options usual_options(smtpc_key *key)
{
	return (smtpc_dkim_options){
		.domain = SMTPC_STR("football.example.com"), .selector = SMTPC_STR("brisbane"), .key = key};
}

static smtpc_dkim *usual_signer(const smtpc_mem *mem, EVP_PKEY *pkey, smtpc_dkim_options options)
{
	smtpc_error err = {0};
	options.key = fixture_smtpc_key(mem, pkey);
	smtpc_dkim *signer = smtpc_dkim_new(mem, &options, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_key_unref(options.key);
	return signer;
}

static smtpc_str sign(const smtpc_dkim *signer, smtpc_buf *out, smtpc_str fields)
{
	smtpc_error err = {0};
	uint8_t hash[32];
	naive_body_hash(body, sizeof body - 1, hash);
	size_t before = smtpc_buf_len(out);
	CHECK_INT(smtpc_dkim_sign(signer, out, fields, hash, NOW, &err), 0);
	CHECK_STR(smtpc_str_of(err.message), "");
	return smtpc_str_skip(smtpc_buf_str(out), before);
}

static bool verifies(EVP_PKEY *pkey, smtpc_str signature, smtpc_str fields)
{
	return naive_verify(pkey, signature, fields, SMTPC_STR(body));
}

/* RFC 8463, appendix A. */
static const char rfc8463_key[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
	"-----END PRIVATE KEY-----\n";
static const char rfc8463_header[] =
	"From: Joe SixPack <joe@football.example.com>\r\n"
	"To: Suzie Q <suzie@shopping.example.net>\r\n"
	"Subject: Is dinner ready?\r\n"
	"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
	"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n";
static const char rfc8463_body[] =
	"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
static const char rfc8463_signature[] =
	"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
	" d=football.example.com; i=@football.example.com;\r\n"
	" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
	" subject : date : message-id : from : subject : date;\r\n"
	" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
	" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
	" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n";

static void agrees_with_rfc8463(void)
{
	static const smtpc_str names[] = {
		{"from", 4}, {"to", 2}, {"subject", 7}, {"date", 4}, {"message-id", 10}};
	static const smtpc_str over[] = {{"from", 4}, {"subject", 7}, {"date", 4}};
	smtpc_error err = {0};
	smtpc_dkim_options options =
		usual_options(smtpc_key_new(NULL, SMTPC_STR(rfc8463_key), (smtpc_str){NULL, 0}, &err));
	options.headers = names;
	options.header_count = 5;
	options.oversign = over;
	options.oversign_count = 3;
	smtpc_dkim *signer = smtpc_dkim_new(NULL, &options, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	uint8_t hash[32];
	smtpc_dkim_body hashing;
	CHECK_INT(smtpc_dkim_body_init(&hashing), 0);
	smtpc_dkim_body_feed(&hashing, rfc8463_body, sizeof rfc8463_body - 1);
	CHECK_INT(smtpc_dkim_body_finish(&hashing, hash), 0);
	CHECK_INT(smtpc_dkim_sign(signer, &out, SMTPC_STR(rfc8463_header), hash, NOW, &err), 0);
	/* The pure signature of a hash has no chance in it: these octets, once verified, stay. */
	CHECK_STR(smtpc_buf_str(&out),
		"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
		" d=football.example.com; s=brisbane; t=1528637909;\r\n"
		" h=from:from:to:subject:subject:date:date:message-id;\r\n"
		" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
		" b=Fs/3AoiShEO/clWEUr9+dqsR33LSRMztnhbFi/tcPpz8ZvsVmwSu2WjmjykD3sstsfICoDJaaII\r\n"
		" 8SNFp+WCyBw==\r\n");
	smtpc_str theirs = SMTPC_STR(rfc8463_signature);
	smtpc_str fields = SMTPC_STR(rfc8463_header), text = SMTPC_STR(rfc8463_body);
	EVP_PKEY *pkey = options.key->pkey;
	CHECK(naive_verify(pkey, theirs, fields, text));
	CHECK(naive_verify(pkey, smtpc_buf_str(&out), fields, text));
	CHECK(!naive_verify(pkey, smtpc_buf_str(&out), fields, SMTPC_STR("Hi.\r\n")));
	CHECK(!naive_verify(ed25519, smtpc_buf_str(&out), fields, text));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(signer);
	smtpc_key_unref(options.key);
}

static void both_algorithms_verify(void)
{
	EVP_PKEY *keys[] = {rsa, ed25519};
	for (int i = 0; i < 2; i++) {
		test_mem mem;
		smtpc_buf out;
		test_mem_init(&mem);
		smtpc_buf_init(&out, &mem.mem, 10000);
		smtpc_dkim *signer = usual_signer(&mem.mem, keys[i], usual_options(NULL));
		smtpc_str fields = SMTPC_STR(header);
		smtpc_str one = sign(signer, &out, fields);
		CHECK(verifies(keys[i], one, fields));
		CHECK(!verifies(keys[1 - i], one, fields));
		CHECK_STR(smtpc_dkim_domain(signer), "football.example.com");
		CHECK_STR(smtpc_dkim_selector(signer), "brisbane");
		/* Again, behind what is there, and the same. */
		size_t len = one.len;
		smtpc_str two = sign(signer, &out, fields);
		CHECK(smtpc_str_eq(two, (smtpc_str){smtpc_buf_str(&out).ptr, len}));
		smtpc_buf_free(&out);
		smtpc_dkim_unref(smtpc_dkim_ref(signer));
		smtpc_dkim_unref(signer);
		smtpc_dkim_unref(NULL);
		CHECK_INT(mem.held, 0);
		CHECK(ERR_peek_error() == 0);
	}
}

/* |edit| in the header, in place of what stands there (of the same length), must be noticed or not.
 */
static bool still_verifies(smtpc_str signature, const char *old, const char *edit)
{
	char copy[sizeof header];
	memcpy(copy, header, sizeof header);
	char *at = strstr(copy, old);
	CHECK(at != NULL && strlen(old) == strlen(edit));
	memcpy(at, edit, strlen(edit));
	return verifies(ed25519, signature, (smtpc_str){copy, sizeof header - 1});
}

static void signs_what_it_lists(void)
{
	static const smtpc_str names[] = {{"x-twice", 7}, {"TO", 2}, {"X-TWICE", 7}, {"subject", 7},
		{"Absent", 6}, {"empty", 5}, {"blank", 5}};
	static const smtpc_str over[] = {{"To", 2}, {"X-Absent-Too", 12}, {"tO", 2}};
	smtpc_dkim_options options = usual_options(NULL);
	options.headers = names;
	options.header_count = sizeof names / sizeof names[0];
	options.oversign = over;
	options.oversign_count = 3;
	smtpc_dkim *signer = usual_signer(NULL, ed25519, options);
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_str field = sign(signer, &out, SMTPC_STR(header));
	char h[500];
	naive_tag(h, sizeof h, field, "h");
	CHECK_STR(smtpc_str_of(h), "x-twice:x-twice:TO:TO:subject:empty:blank:From:X-Absent-Too");
	CHECK(verifies(ed25519, field, SMTPC_STR(header)));
	CHECK(!still_verifies(field, "x-twice: 2", "x-twice: 3"));
	CHECK(!still_verifies(field, "X-Twice: 1", "X-Twice: 3"));
	CHECK(!still_verifies(field, "Suzie ", "Suzy  "));
	CHECK(!still_verifies(field, "From: Joe", "From: Jim"));
	CHECK(!still_verifies(field, "Blank: \t ", "Blank:x\t "));
	/* Relaxed, and not signed. */
	CHECK(still_verifies(field, "Subject  : Is", "SUBJECT : \tIs"));
	CHECK(still_verifies(field, "Bob   <", "Bob \t <"));
	CHECK(still_verifies(field, "Fri, 11", "Sat, 12"));
	CHECK(still_verifies(field, "b=xyz", "b=abc"));
	CHECK(still_verifies(field, "by somebody", "by you, sir"));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(signer);
}

/* Nobody can add a field in front of an oversigned one; a second field of another name he can. */
static void oversigning_forbids_more(void)
{
	char more[1000];
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_dkim *usual = usual_signer(NULL, ed25519, usual_options(NULL));
	smtpc_dkim_options options = usual_options(NULL);
	options.oversign = (const smtpc_str[]){{"x", 1}};
	smtpc_dkim *plain = usual_signer(NULL, ed25519, options);
	smtpc_str fields = SMTPC_STR(header);
	snprintf(more, sizeof more, "From: Eve <eve@example.org>\r\n%s", header);
	smtpc_str a = sign(usual, &out, fields);
	CHECK(!verifies(ed25519, a, smtpc_str_of(more)));
	snprintf(more, sizeof more, "To: Eve <eve@example.org>\r\n%s", header);
	CHECK(verifies(ed25519, a, smtpc_str_of(more)));
	/* A pointer with count 0: none, so the last From is the one that counts. */
	smtpc_buf_reset(&out);
	smtpc_str b = sign(plain, &out, fields);
	snprintf(more, sizeof more, "From: Eve <eve@example.org>\r\n%s", header);
	CHECK(verifies(ed25519, b, smtpc_str_of(more)));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(usual);
	smtpc_dkim_unref(plain);
}

static void signers_stand_side_by_side(void)
{
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_dkim *first = usual_signer(NULL, rsa, usual_options(NULL));
	smtpc_dkim *second = usual_signer(NULL, ed25519, usual_options(NULL));
	(void)sign(first, &out, SMTPC_STR(header));
	size_t len = smtpc_buf_len(&out);
	(void)sign(second, &out, SMTPC_STR(header));
	smtpc_str both = smtpc_buf_str(&out);
	char all[5000];
	int all_len = snprintf(all, sizeof all, "%.*s%s", (int)both.len, both.ptr, header);
	smtpc_str fields = {all, (size_t)all_len};
	CHECK(verifies(rsa, (smtpc_str){both.ptr, len}, fields));
	CHECK(verifies(ed25519, smtpc_str_skip(both, len), fields));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(first);
	smtpc_dkim_unref(second);
}

static void default_list(void)
{
	/* All at once; what is in no list stays out. */
	static const char all[] =
		"List-Archive: 1\r\nList-Owner: 1\r\nList-Post: 1\r\nList-Subscribe: 1\r\n"
		"List-Unsubscribe-Post: 1\r\nList-Unsubscribe: 1\r\nList-Help: 1\r\nList-Id: 1\r\n"
		"Content-Description: 1\r\nContent-ID: 1\r\nContent-Transfer-Encoding: 1\r\n"
		"Content-Type: 1\r\nMIME-Version: 1\r\nReferences: 1\r\nIn-Reply-To: 1\r\n"
		"Message-ID: 1\r\nDate: 1\r\nSubject: 1\r\nCc: 1\r\nTo: 1\r\nReply-To: 1\r\nSender: 1\r\n"
		"From: 1\r\nX-Mailer: 1\r\nBcc: 1\r\nComments: 1\r\n";
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_dkim *signer = usual_signer(NULL, ed25519, usual_options(NULL));
	smtpc_str field = sign(signer, &out, SMTPC_STR(all));
	char h[500];
	naive_tag(h, sizeof h, field, "h");
	CHECK_STR(smtpc_str_of(h),
		"From:From:Sender:Reply-To:To:Cc:Subject:Date:Message-ID:In-Reply-To:References:"
		"MIME-Version:Content-Type:Content-Transfer-Encoding:Content-ID:Content-Description:"
		"List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Subscribe:List-Post:"
		"List-Owner:List-Archive");
	CHECK(verifies(ed25519, field, SMTPC_STR(all)));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(signer);
}

static void check_lines(smtpc_str field, size_t longest)
{
	while (field.len > 0) {
		const char *lf = memchr(field.ptr, '\n', field.len);
		CHECK(lf != NULL);
		size_t len = (size_t)(lf - field.ptr) + 1;
		CHECK(len >= 3 && field.ptr[len - 2] == '\r');
		CHECK(len - 2 <= longest);
		CHECK(field.ptr[len - 3] != ' ' && memchr(field.ptr, '\r', len - 2) == NULL);
		field = smtpc_str_skip(field, len);
		CHECK(field.len == 0 || (field.ptr[0] == ' ' && field.ptr[1] != ' '));
	}
}

/* Names of every length push the fold along the line; none may be longer than 78 columns. */
static void lines_are_folded(void)
{
	char long_name[80];
	memset(long_name, 'x', sizeof long_name);
	EVP_PKEY *big = fixture_key(EVP_PKEY_RSA, 3072);
	for (size_t len = 1; len <= 76; len++) {
		smtpc_str names[12];
		for (size_t i = 0; i < 12; i++) {
			long_name[0] = 'x';
			names[i] = i < 2 ? (smtpc_str){long_name, len} : SMTPC_STR("Date");
		}
		smtpc_dkim_options options = usual_options(NULL);
		options.headers = names;
		options.header_count = 12;
		options.oversign = names;
		options.oversign_count = 12;
		options.expires_after = (int64_t)len;
		options.selector.len = 1 + len % 8;
		smtpc_dkim *signer = usual_signer(NULL, len == 5 ? big : ed25519, options);
		smtpc_buf out;
		smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
		smtpc_str field = sign(signer, &out, SMTPC_STR(header));
		check_lines(field, 78);
		CHECK(verifies(len == 5 ? big : ed25519, field, SMTPC_STR(header)));
		smtpc_buf_free(&out);
		smtpc_dkim_unref(signer);
	}
	EVP_PKEY_free(big);
}

static void long_domain_stands_alone(void)
{
	static const char domain[] =
		"a123456789012345678901234567890123456789012345678901234567890.example."
		"b123456789012345678901234567890123456789012345678901234567890.com";
	smtpc_dkim_options options = usual_options(NULL);
	options.domain = SMTPC_STR(domain);
	smtpc_dkim *signer = usual_signer(NULL, ed25519, options);
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_str field = sign(signer, &out, SMTPC_STR(header));
	check_lines(field, sizeof " d=;" - 1 + sizeof domain - 1);
	CHECK(verifies(ed25519, field, SMTPC_STR(header)));
	smtpc_buf_free(&out);
	smtpc_dkim_unref(signer);
}

static void expires(void)
{
	smtpc_buf out;
	smtpc_error err;
	uint8_t hash[32] = {0};
	char value[40];
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	smtpc_dkim_options options = usual_options(NULL);
	smtpc_dkim *never = usual_signer(NULL, ed25519, options);
	options.expires_after = 3600;
	smtpc_dkim *signer = usual_signer(NULL, ed25519, options);
	smtpc_str field = sign(signer, &out, SMTPC_STR(header));
	naive_tag(value, sizeof value, field, "t");
	CHECK_STR(smtpc_str_of(value), "1528637909");
	naive_tag(value, sizeof value, field, "x");
	CHECK_STR(smtpc_str_of(value), "1528641509");
	CHECK(verifies(ed25519, field, SMTPC_STR(header)));
	smtpc_buf_reset(&out);
	naive_tag(value, sizeof value, sign(never, &out, SMTPC_STR(header)), "x");
	CHECK_STR(smtpc_str_of(value), "");
	smtpc_buf_reset(&out);
	static const int64_t bad[] = {-1, 999999999999 - 3599, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(smtpc_dkim_sign(signer, &out, SMTPC_STR("From: x\r\n"), hash, bad[i], &err),
			SMTPC_E_ARGUMENT);
		CHECK_INT(smtpc_buf_len(&out), 0);
	}
	CHECK_INT(
		smtpc_dkim_sign(signer, &out, SMTPC_STR("From: x\r\n"), hash, 999999999999 - 3600, &err),
		0);
	smtpc_buf_free(&out);
	smtpc_dkim_unref(never);
	smtpc_dkim_unref(signer);
}

static void refuses_what_is_no_header(void)
{
	static const char *const bad[] = {"From: x", "From: x\r\n\r\n", "From: x\r\nbody\r\n", "\r\n",
		": x\r\n", " From: x\r\n", "From: x\n", "From: x\r\nTo: y\n", "Fr\tom: x\r\n"};
	smtpc_buf out;
	smtpc_error err;
	uint8_t hash[32] = {0};
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 10000);
	CHECK_INT(smtpc_buf_append(&out, "before", 6), 0);
	smtpc_dkim *signer = usual_signer(NULL, ed25519, usual_options(NULL));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(
			smtpc_dkim_sign(signer, &out, smtpc_str_of(bad[i]), hash, NOW, &err), SMTPC_E_ARGUMENT);
		CHECK_STR(smtpc_buf_str(&out), "before");
	}
	CHECK_INT(smtpc_dkim_sign(signer, &out, SMTPC_STR(""), hash, NOW, &err), 0);
	smtpc_buf_free(&out);
	smtpc_dkim_unref(signer);
}

static void refuse(smtpc_dkim_options options, smtpc_dkim_option which, const char *why)
{
	smtpc_error err = {0};
	smtpc_dkim_option refused = (smtpc_dkim_option)-1;
	CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
	options.refused = &refused;
	CHECK(smtpc_dkim_new(NULL, &options, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	CHECK_INT(refused, which);
	CHECK_STR(smtpc_str_of(err.message), why);
	CHECK(ERR_peek_error() == 0);
}

static void refuses_keys(void)
{
	EVP_PKEY *weak = fixture_key(EVP_PKEY_RSA, 768);
	EVP_PKEY *ec = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	EVP_PKEY *pss = fixture_key(EVP_PKEY_RSA_PSS, 1024);
	EVP_PKEY *least = fixture_key(EVP_PKEY_RSA, 1024);
	smtpc_key *key = fixture_smtpc_key(NULL, weak);
	refuse(usual_options(key), SMTPC_DKIM_KEY,
		"the key has 768 bits of RSA; from 1024 to 16384 are for use");
	smtpc_key_unref(key);
	key = fixture_smtpc_key(NULL, ec);
	refuse(usual_options(key), SMTPC_DKIM_KEY, "the key is of type EC; DKIM knows RSA and Ed25519");
	smtpc_key_unref(key);
	key = fixture_smtpc_key(NULL, pss);
	refuse(usual_options(key), SMTPC_DKIM_KEY,
		"the key is of type RSA-PSS; DKIM knows RSA and Ed25519");
	smtpc_key_unref(key);
	smtpc_dkim_unref(usual_signer(NULL, least, usual_options(NULL)));
	EVP_PKEY_free(weak);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(pss);
	EVP_PKEY_free(least);
}

static void refuses_places(void)
{
	static const char *const domains[] = {"", "com", "example..com", ".example.com", "example.com.",
		"-x.example.com", "x-.example.com", "exa mple.com", "exam_ple.com", "example.com;i=x",
		"example.com\r\n"};
	smtpc_key *key = fixture_smtpc_key(NULL, ed25519);
	for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
		smtpc_dkim_option refused = SMTPC_DKIM_KEY;
		smtpc_dkim_options options = usual_options(key);
		options.refused = &refused;
		options.domain = smtpc_str_of(domains[i]);
		CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
		CHECK_INT(refused, SMTPC_DKIM_DOMAIN);
		if (strcmp(domains[i], "com") != 0) {
			options.domain = SMTPC_STR("example.com");
			options.selector = smtpc_str_of(domains[i]);
			CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
			CHECK_INT(refused, SMTPC_DKIM_SELECTOR);
		}
	}
	smtpc_dkim_options options = usual_options(key);
	options.domain = SMTPC_STR("ex\xc3\xa4mple.com");
	smtpc_dkim *signer = smtpc_dkim_new(NULL, &options, NULL);
	CHECK_STR(smtpc_dkim_domain(signer), "xn--exmple-cua.com");
	smtpc_dkim_unref(signer);
	options = usual_options(key);
	options.domain = SMTPC_STR("ex\xc3\xa4 mple.com");
	refuse(options, SMTPC_DKIM_DOMAIN,
		"the domain \"ex\xc3\xa4 mple.com\" is neither ASCII nor a name that IDNA knows");
	options = usual_options(key);
	char label[70];
	memset(label, 'a', sizeof label);
	options.selector = (smtpc_str){label, 64};
	CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
	options.selector.len = 63;
	smtpc_dkim_unref(usual_signer(NULL, ed25519, options));
	/* 63 + 12 + 178 is 253. */
	char domain[200];
	for (size_t i = 0; i < sizeof domain; i++) {
		domain[i] = i % 60 == 59 ? '.' : 'a';
	}
	options.domain = (smtpc_str){domain, 178};
	smtpc_dkim_unref(usual_signer(NULL, ed25519, options));
	options.key = key;
	options.domain.len = 179;
	refuse(options, SMTPC_DKIM_SELECTOR,
		"the selector is too long: with the domain it makes a name of more than 253 octets");
	smtpc_key_unref(key);
}

static void refuses_lists(void)
{
	static const char *const names[] = {
		"", "a b", "a:", "a;", "\xc3\xa4", "a\r\n", "dkim-signature", "RECEIVED", "Return-path"};
	smtpc_key *key = fixture_smtpc_key(NULL, ed25519);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		smtpc_str list[] = {SMTPC_STR("From"), smtpc_str_of(names[i])};
		smtpc_dkim_option refused = SMTPC_DKIM_KEY;
		smtpc_dkim_options options = usual_options(key);
		options.refused = &refused;
		options.headers = list;
		options.header_count = 2;
		CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
		CHECK_INT(refused, SMTPC_DKIM_HEADERS);
		options = usual_options(key);
		options.refused = &refused;
		options.oversign = list;
		options.oversign_count = 2;
		CHECK(smtpc_dkim_new(NULL, &options, NULL) == NULL);
		CHECK_INT(refused, SMTPC_DKIM_OVERSIGN);
	}
	smtpc_dkim_options options = usual_options(key);
	options.headers = (const smtpc_str[]){{"received", 8}};
	options.header_count = 1;
	refuse(options, SMTPC_DKIM_HEADERS,
		"Received must not be signed: it is added on the way, or by another signer");
	static smtpc_str many[201];
	for (size_t i = 0; i < 201; i++) {
		many[i] = SMTPC_STR("From");
	}
	options.headers = many;
	options.header_count = 201;
	refuse(options, SMTPC_DKIM_HEADERS, "the list has more than 200 names of fields");
	options = usual_options(key);
	options.expires_after = -1;
	refuse(options, SMTPC_DKIM_EXPIRES, "a signature cannot expire after that many seconds");
	smtpc_key_unref(key);
}

/* A header larger than any buffer that might be tempting, one field of it huge. */
static void signs_large_headers(void)
{
	size_t len = 0;
	char *large = malloc(400000);
	len += (size_t)sprintf(large, "From: x\r\nTo: a@example.com");
	for (int i = 0; i < 9000; i++) {
		len += (size_t)sprintf(large + len, ",\r\n r%d@example.com", i);
	}
	len += (size_t)sprintf(large + len, "\r\n");
	for (int i = 0; i < 3000; i++) {
		len += (size_t)sprintf(large + len, "Comments: %d\r\n", i % 10);
	}
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1 << 20);
	smtpc_dkim_options options = usual_options(NULL);
	options.headers = (const smtpc_str[]){{"To", 2}, {"Date", 4}};
	options.header_count = 2;
	smtpc_dkim *signer = usual_signer(NULL, ed25519, options);
	smtpc_str fields = {large, len};
	CHECK(verifies(ed25519, sign(signer, &out, fields), fields));
	smtpc_dkim_unref(signer);
	smtpc_buf_reset(&out);
	options.headers = (const smtpc_str[]){{"Comments", 8}};
	options.header_count = 1;
	signer = usual_signer(NULL, ed25519, options);
	check_lines(sign(signer, &out, fields), 78);
	smtpc_dkim_unref(signer);
	smtpc_buf_free(&out);
	free(large);
}

/* True if nothing failed. */
static bool scenario(test_mem *mem, EVP_PKEY *pkey, smtpc_str pem)
{
	smtpc_error err = {0};
	smtpc_dkim_options options =
		usual_options(smtpc_key_new(&mem->mem, pem, (smtpc_str){NULL, 0}, &err));
	smtpc_dkim *signer = options.key != NULL ? smtpc_dkim_new(&mem->mem, &options, &err) : NULL;
	smtpc_key_unref(options.key);
	int rc = signer != NULL ? SMTPC_OK : err.code;
	if (signer != NULL) {
		uint8_t hash[32];
		smtpc_buf out;
		naive_body_hash(body, sizeof body - 1, hash);
		smtpc_buf_init(&out, &mem->mem, 10000);
		rc = smtpc_dkim_sign(signer, &out, SMTPC_STR(header), hash, NOW, &err);
		CHECK_INT(rc, rc < 0 ? err.code : 0);
		CHECK(rc == SMTPC_OK || smtpc_buf_len(&out) == 0);
		mem->fail_at = 0;
		CHECK(verifies(pkey, sign(signer, &out, SMTPC_STR(header)), SMTPC_STR(header)) ||
			rc == SMTPC_OK);
		smtpc_buf_free(&out);
	}
	smtpc_dkim_unref(signer);
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	return rc == SMTPC_OK;
}

static void survives_want_of_memory(void)
{
	EVP_PKEY *keys[] = {rsa, ed25519};
	for (int i = 0; i < 4; i++) {
		smtpc_str pem = fixture_pem(keys[i % 2], NULL);
		unsigned long at = 0;
		bool good = false;
		while (!good && at < 1000) {
			test_mem mem;
			test_mem_init(&mem);
			mem.fail_at = ++at;
			mem.fail_on = i >= 2;
			good = scenario(&mem, keys[i % 2], pem);
			CHECK_INT(mem.held, 0);
		}
		CHECK(at > 6);
		fixture_text_free(pem);
	}
}

/* No room in the buffer is as good as no memory. */
static void keeps_the_maximum_of_the_buffer(void)
{
	smtpc_error err;
	uint8_t hash[32] = {0};
	smtpc_dkim *signer = usual_signer(NULL, rsa, usual_options(NULL));
	size_t max = 0;
	int rc = SMTPC_E_NOMEM;
	while (rc < 0 && max < 1000) {
		smtpc_buf out;
		smtpc_buf_init(&out, smtpc_mem_or_default(NULL), ++max);
		rc = smtpc_dkim_sign(signer, &out, SMTPC_STR(header), hash, NOW, &err);
		CHECK(rc == SMTPC_OK || (rc == SMTPC_E_NOMEM && smtpc_buf_len(&out) == 0));
		CHECK(rc < 0 || smtpc_buf_len(&out) == max);
		smtpc_buf_free(&out);
	}
	CHECK(max > 500 && rc == SMTPC_OK);
	smtpc_dkim_unref(signer);
}

int main(void)
{
	rsa = fixture_key(EVP_PKEY_RSA, 2048);
	ed25519 = fixture_key(EVP_PKEY_ED25519, 0);
	RUN(agrees_with_rfc8463);
	RUN(both_algorithms_verify);
	RUN(signs_what_it_lists);
	RUN(oversigning_forbids_more);
	RUN(signers_stand_side_by_side);
	RUN(default_list);
	RUN(lines_are_folded);
	RUN(long_domain_stands_alone);
	RUN(expires);
	RUN(refuses_what_is_no_header);
	RUN(refuses_keys);
	RUN(refuses_places);
	RUN(refuses_lists);
	RUN(signs_large_headers);
	RUN(survives_want_of_memory);
	RUN(keeps_the_maximum_of_the_buffer);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(ed25519);
	return test_report();
}
