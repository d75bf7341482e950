// SPDX-License-Identifier: BSD-3-Clause
// Copyright (c) the smtpmail authors

// Go's net/smtp, a goroutine for each connection. Arguments as in client.inc; it sends no attachments.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/smtp"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

var job = map[string]string{"keep": "1", "tls": "0", "connections": "1"}
var trust = &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "localhost"}
var text = strings.Repeat(strings.Repeat("x", 70)+"\r\n", 14)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func connect() *smtp.Client {
	address := job["host"] + ":" + job["port"]
	if job["tls"] == "0" {
		client, err := smtp.Dial(address)
		check(err)
		check(client.Hello("client.example.com"))
		return client
	}
	link, err := tls.Dial("tcp", address, trust)
	check(err)
	client, err := smtp.NewClient(link, "localhost")
	check(err)
	check(client.Hello("client.example.com"))
	check(client.Auth(smtp.PlainAuth("", "user", "secret", "localhost")))
	return client
}

func send(client *smtp.Client, number int64) {
	check(client.Mail("from@example.com"))
	check(client.Rcpt("to@example.com"))
	content, err := client.Data()
	check(err)
	now := time.Now()
	_, err = fmt.Fprintf(content, "Date: %s\r\nFrom: Sender <from@example.com>\r\nTo: Recipient <to@example.com>\r\n"+
		"Subject: Message %d\r\nMessage-ID: <%d@example.com>\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: text/plain; charset=utf-8\r\n\r\n%s", now.Format(time.RFC1123Z), number, now.UnixNano(), text)
	check(err)
	check(content.Close())
}

func cpu() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

func main() {
	for _, pair := range os.Args[1:] {
		name, value, _ := strings.Cut(pair, "=")
		job[name] = value
	}
	if pem, err := os.ReadFile(job["ca"]); err == nil {
		trust.RootCAs.AppendCertsFromPEM(pem)
	}
	mails, _ := strconv.ParseInt(job["mails"], 10, 64)
	connections, _ := strconv.Atoi(job["connections"])
	used, started := cpu(), time.Now()
	var taken int64
	var all sync.WaitGroup
	for i := 0; i < connections; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			var client *smtp.Client
			for number := atomic.AddInt64(&taken, 1); number <= mails; number = atomic.AddInt64(&taken, 1) {
				if client == nil {
					client = connect()
				}
				send(client, number)
				if job["keep"] == "0" {
					client.Quit()
					client = nil
				}
			}
			if client != nil {
				client.Quit()
			}
		}()
	}
	all.Wait()
	fmt.Printf("{\"wall\": %.9f, \"cpu\": %.6f, \"kib\": 0}\n", time.Since(started).Seconds(), cpu()-used)
}
