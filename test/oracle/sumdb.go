package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checksumLog reads a database of 600 records; the forked one has another record 310. The tests build the same.
type checksumLog = tlog.HashReaderFunc

func init() {
	logs := map[bool]checksumLog{false: newChecksumLog("good"), true: newChecksumLog("evil")}
	registerJSON("sumdb.Client", func(q clientQuestion) (any, error) {
		ops := &clientOps{clientQuestion: q, log: logs[q.Forked]}
		if q.Kept >= 0 {
			ops.latest = signedHead(logs[false], int64(q.Kept))
		}
		client := sumdb.NewClient(ops)
		zip, err := client.Lookup(q.Path, q.Version)
		if err != nil {
			return nil, err
		}
		mod, err := client.Lookup(q.Path, q.Version+"/go.mod")
		if err != nil {
			return nil, err
		}
		// The go command only looks whether one of the lines is the one that it wants.
		if len(zip) == 0 || len(mod) == 0 {
			return nil, errors.New("no line for the version")
		}
		return map[string]any{"zip": zip[0], "mod": mod[0]}, nil
	})
}

// clientQuestion asks what the go command makes of Lookup with the head of size Kept in its cache, -1 for none.
type clientQuestion struct {
	Path, Version string
	Lookup        []byte
	Kept          int
	Forked        bool   // whose tiles are served
	Spoilt        string // the path of a tile of which a bit is changed
}

// clientOps is the world of a sumdb.Client without a disk.
type clientOps struct {
	clientQuestion
	log    checksumLog
	latest []byte
}

func (o *clientOps) ReadRemote(path string) ([]byte, error) {
	if strings.HasPrefix(path, "/lookup/") {
		return o.Lookup, nil
	}
	t, err := tlog.ParseTilePath(path[1:])
	if err != nil {
		return nil, err
	}
	data, err := tlog.ReadTileData(t, o.log)
	if err == nil && path[1:] == o.Spoilt {
		data[0] ^= 1
	}
	return data, err
}

func (o *clientOps) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(seedVerifierText("sum.test", 1)), nil
	}
	return o.latest, nil
}

func (o *clientOps) WriteConfig(file string, old, new []byte) error {
	o.latest = new
	return nil
}

func (o *clientOps) ReadCache(file string) ([]byte, error) { return nil, os.ErrNotExist }
func (o *clientOps) WriteCache(file string, data []byte)   {}
func (o *clientOps) Log(msg string)                        {}
func (o *clientOps) SecurityError(msg string)              {}

func newChecksumLog(content310 string) checksumLog {
	var records [][]byte
	for n := range 600 {
		content := "good"
		if n == 310 {
			content = content310
		}
		h1 := func(part string) string {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s", part, n, content))
			return "h1:" + base64.StdEncoding.EncodeToString(sum[:])
		}
		module := fmt.Sprintf("example.com/m%d v1.0.0", n)
		records = append(records, fmt.Appendf(nil, "%s %s\n%s/go.mod %s\n", module, h1("zip"), module, h1("mod")))
	}
	return storeRecords(records)
}

// signedHead is the head that the database signs for its first size records.
func signedHead(log checksumLog, size int64) []byte {
	root, err := tlog.TreeHash(size, log)
	if err != nil {
		panic(err)
	}
	text := string(tlog.FormatTree(tlog.Tree{N: size, Hash: root}))
	head, err := note.Sign(&note.Note{Text: text}, seedSigner("sum.test", 1))
	if err != nil {
		panic(err)
	}
	return head
}
