package database

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math/bits"
)

// digest is the content of a table: how many rows, and the sum of their hashes. A sum does not depend on the order, which
// the two databases need not agree about.
type digest struct {
	rows int64
	sum  [4]uint64
}

// add takes in one row. Each value is written with its kind and length, so that no two rows read the same.
func (d *digest) add(row []any) {
	h := sha256.New()
	for _, value := range row {
		switch v := value.(type) {
		case nil:
			field(h, 0, nil)
		case int64:
			field(h, 1, binary.BigEndian.AppendUint64(nil, uint64(v))) // #nosec G115 -- the bits are hashed, not the number
		case string:
			field(h, 2, []byte(v))
		case []byte:
			field(h, 3, v)
		}
	}
	sum := h.Sum(nil)
	var carry uint64
	for n := len(d.sum) - 1; n >= 0; n-- {
		d.sum[n], carry = bits.Add64(d.sum[n], binary.BigEndian.Uint64(sum[8*n:]), carry)
	}
	d.rows++
}

func field(h hash.Hash, tag byte, content []byte) {
	head := binary.BigEndian.AppendUint64([]byte{tag}, uint64(len(content)))
	_, _ = h.Write(head) // a hash never fails
	_, _ = h.Write(content)
}

func (d digest) hex() string {
	var out []byte
	for _, part := range d.sum {
		out = binary.BigEndian.AppendUint64(out, part)
	}
	return hex.EncodeToString(out)
}

func (d digest) short() string { return d.hex()[:12] }

// digestAll reads every row of the tables.
func digestAll(ctx context.Context, d *DB, tables []table) ([]digest, error) {
	digests := make([]digest, len(tables))
	for n, t := range tables {
		err := d.eachPage(ctx, t, func(rows [][]any) error {
			for _, row := range rows {
				digests[n].add(row)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return digests, nil
}
