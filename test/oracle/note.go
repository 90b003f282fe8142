package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// signatureJSON is a signature as goferry names its parts.
type signatureJSON struct {
	Name   string `json:"name"`
	Hash   uint32 `json:"hash"`
	Base64 string `json:"base64"`
}

func init() {
	register("note.NewVerifier", func(in []byte) (any, error) {
		v, err := note.NewVerifier(string(in))
		if err != nil {
			return nil, err
		}
		return map[string]any{"name": v.Name(), "hash": v.KeyHash()}, nil
	})

	register("note.NewSigner", func(in []byte) (any, error) {
		s, err := note.NewSigner(string(in))
		if err != nil {
			return nil, err
		}
		signature, err := s.Sign([]byte("hello\n"))
		if err != nil {
			return nil, err
		}
		return map[string]any{"name": s.Name(), "hash": s.KeyHash(), "signature": signature}, nil
	})

	// The known keys are log-1 and log-2, and log-3 twice, which makes it ambiguous.
	known := []note.Verifier{seedVerifier("log-1", 1), seedVerifier("log-2", 2), seedVerifier("log-3", 3), seedVerifier("log-3", 3)}
	register("note.Open", func(in []byte) (any, error) {
		n, err := note.Open(in, note.VerifierList(known...))
		if err != nil {
			return nil, err
		}
		return map[string]any{"text": n.Text, "signatures": signatures(n.Sigs), "unverified": signatures(n.UnverifiedSigs)}, nil
	})
}

func signatures(list []note.Signature) []signatureJSON {
	out := []signatureJSON{}
	for _, s := range list {
		out = append(out, signatureJSON{s.Name, s.Hash, s.Base64})
	}
	return out
}

// seedKey is the private key whose 32 secret bytes are all seed: tests on both sides know it.
func seedKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func seedVerifierText(name string, seed byte) string {
	text, err := note.NewEd25519VerifierKey(name, seedKey(seed).Public().(ed25519.PublicKey))
	if err != nil {
		panic(err)
	}
	return text
}

func seedVerifier(name string, seed byte) note.Verifier {
	v, err := note.NewVerifier(seedVerifierText(name, seed))
	if err != nil {
		panic(err)
	}
	return v
}

func seedSigner(name string, seed byte) note.Signer {
	secret := append([]byte{1}, seedKey(seed).Seed()...)
	hash := seedVerifier(name, seed).KeyHash()
	s, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, hash, base64.StdEncoding.EncodeToString(secret)))
	if err != nil {
		panic(err)
	}
	return s
}
