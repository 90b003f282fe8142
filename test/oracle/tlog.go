package main

import (
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tileJSON is a tile as goferry names its parts; the level of a data tile is "data".
type tileJSON struct {
	Height int   `json:"height"`
	Level  any   `json:"level"`
	N      int64 `json:"n"`
	Width  int   `json:"width"`
}

func init() {
	register("tlog.ParseTilePath", func(in []byte) (any, error) {
		t, err := tlog.ParseTilePath(string(in))
		if err != nil {
			return nil, err
		}
		return tileToJSON(t), nil
	})

	register("tlog.ParseTree", func(in []byte) (any, error) {
		tree, err := tlog.ParseTree(in)
		if err != nil {
			return nil, err
		}
		return map[string]any{"size": tree.N, "root": tree.Hash}, nil
	})

	register("tlog.ParseRecord", func(in []byte) (any, error) {
		id, text, rest, err := tlog.ParseRecord(in)
		if err != nil {
			return nil, err
		}
		return map[string]any{"id": id, "text": string(text), "head": append([]byte{}, rest...)}, nil
	})

	registerJSON("tlog.CheckRecord", func(q struct {
		Size, N    int64
		Root, Hash tlog.Hash
		Proof      tlog.RecordProof
	}) (any, error) {
		return nil, tlog.CheckRecord(q.Proof, q.Size, q.Root, q.N, q.Hash)
	})

	registerJSON("tlog.CheckTree", func(q struct {
		Size, OldSize int64
		Root, OldRoot tlog.Hash
		Proof         tlog.TreeProof
	}) (any, error) {
		return nil, tlog.CheckTree(q.Proof, q.Size, q.Root, q.OldSize, q.OldRoot)
	})

	stored := storeHashes(700)
	registerJSON("tlog.Prove", func(q struct{ Size, N, OldSize int64 }) (any, error) {
		root, err := tlog.TreeHash(q.Size, stored)
		if err != nil {
			return nil, err
		}
		record, err := tlog.ProveRecord(q.Size, q.N, stored)
		if err != nil {
			return nil, err
		}
		tree, err := tlog.ProveTree(q.Size, q.OldSize, stored)
		return map[string]any{"root": root, "record": record, "tree": tree}, err
	})

	registerJSON("tlog.StoredHashIndex", func(q struct {
		Level  int
		N      int64
		Height int
	}) (any, error) {
		index := tlog.StoredHashIndex(q.Level, q.N)
		level, n := tlog.SplitStoredHashIndex(index)
		return map[string]any{"index": index, "level": level, "n": n, "tile": tileToJSON(tlog.TileForIndex(q.Height, index))}, nil
	})

	registerJSON("tlog.HashFromTile", func(q struct {
		Height, Level, Width int
		N, Index             int64
		Bytes                []byte
	}) (any, error) {
		t := tlog.Tile{H: q.Height, L: q.Level, N: q.N, W: q.Width}
		if len(q.Bytes) != t.W*tlog.HashSize {
			return nil, fmt.Errorf("length %d of %s", len(q.Bytes), t.Path())
		}
		return tlog.HashFromTile(t, q.Bytes, q.Index)
	})

	registerJSON("tlog.NewTiles", func(q struct {
		Height int
		Old    int64
		New    int64
	}) (any, error) {
		tiles := []tileJSON{}
		for _, t := range tlog.NewTiles(q.Height, q.Old, q.New) {
			tiles = append(tiles, tileToJSON(t))
		}
		return tiles, nil
	})
}

// registerJSON registers an operation whose input is JSON.
func registerJSON[Q any](op string, run func(Q) (any, error)) {
	register(op, func(in []byte) (any, error) {
		var q Q
		if err := json.Unmarshal(in, &q); err != nil {
			return nil, err
		}
		return run(q)
	})
}

func tileToJSON(t tlog.Tile) tileJSON {
	if t.L == -1 {
		return tileJSON{t.H, "data", t.N, t.W}
	}
	return tileJSON{t.H, t.L, t.N, t.W}
}

// storeHashes reads the hashes of the log of the records "record 0\n", "record 1\n" and so on.
func storeHashes(size int) tlog.HashReaderFunc {
	var records [][]byte
	for n := range size {
		records = append(records, fmt.Appendf(nil, "record %d\n", n))
	}
	return storeRecords(records)
}

// storeRecords reads the hashes of the log of the given records.
func storeRecords(records [][]byte) tlog.HashReaderFunc {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("no hash %d", index)
			}
			out[i] = stored[index]
		}
		return out, nil
	})
	for n, record := range records {
		hashes, err := tlog.StoredHashes(int64(n), record, read)
		if err != nil {
			panic(err)
		}
		stored = append(stored, hashes...)
	}
	return read
}
