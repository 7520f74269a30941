// Checks notes and proofs with other people's code: golang.org/x/mod/sumdb, which the Go
// toolchain uses for its own log. Nothing here computes a hash or a signature.
//
// check < cases: reads a JSON list of cases, writes a JSON list with "" for a case that holds and
// otherwise why it does not.
//
// check sign NAME < text: signs the text with a new key, writes the verifier key, a newline, and
// the note.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A log's checkpoint, and proofs against it. Bytes are in base64.
type testCase struct {
	Note   string `json:"note"`
	VKey   string `json:"vkey"`
	Origin string `json:"origin"`

	Inclusion *struct {
		Index  int64            `json:"index"`
		Record []byte           `json:"record"`
		Path   tlog.RecordProof `json:"path"`
	} `json:"inclusion"`

	Consistency *struct {
		Size int64          `json:"size"`
		Root tlog.Hash      `json:"root"`
		Path tlog.TreeProof `json:"path"`
	} `json:"consistency"`
}

// The first line of the checkpoints of Go's own log, the only ones that tlog.ParseTree takes.
const goOrigin = "go.sum database tree\n"

func (c testCase) check() error {
	verifier, err := note.NewVerifier(c.VKey)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(c.Note), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	rest := bytes.TrimPrefix([]byte(opened.Text), []byte(c.Origin+"\n"))
	if len(rest) == len(opened.Text) {
		return errors.New("checkpoint of another origin")
	}
	tree, err := tlog.ParseTree(append([]byte(goOrigin), rest...))
	if err != nil {
		return err
	}
	if p := c.Inclusion; p != nil {
		leaf := tlog.RecordHash(p.Record)
		if err := tlog.CheckRecord(p.Path, tree.N, tree.Hash, p.Index, leaf); err != nil {
			return err
		}
	}
	if p := c.Consistency; p != nil {
		return tlog.CheckTree(p.Path, tree.N, tree.Hash, p.Size, p.Root)
	}
	return nil
}

func checkAll(in io.Reader, out io.Writer) error {
	var cases []testCase
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&cases); err != nil {
		return err
	}
	answers := make([]string, len(cases))
	for i, c := range cases {
		if err := c.check(); err != nil {
			answers[i] = err.Error()
		}
	}
	return json.NewEncoder(out).Encode(answers)
}

func sign(name string, in io.Reader, out io.Writer) error {
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n%s", vkey, signed)
	return err
}

func main() {
	var err error
	if len(os.Args) == 3 && os.Args[1] == "sign" {
		err = sign(os.Args[2], os.Stdin, os.Stdout)
	} else {
		err = checkAll(os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
