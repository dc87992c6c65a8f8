package auth

import (
	"context"
	"strings"
	"sync"
	"testing"
)

// cheap makes tests fast; the form of the hash is the same.
func cheap() Cost { return Cost{MemoryKiB: 64, Passes: 1} }

func TestPasswordHash(t *testing.T) {
	ctx := context.Background()
	h, err := newHasher(Cost{})
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("长长的中文口令也可以", 6)
	encoded, err := h.hash(ctx, long)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") || len(encoded) > 200 {
		t.Errorf("encoded as %s", encoded)
	}
	again, _ := h.hash(ctx, long)
	if again == encoded {
		t.Error("two hashes of one password are equal: no salt")
	}
	for password, want := range map[string]bool{long: true, long + "。": false, long[:72]: false, "": false} {
		if got, err := h.verify(ctx, encoded, password); err != nil || got != want {
			t.Errorf("%d bytes: %v, %v", len(password), got, err)
		}
	}
	for _, broken := range []string{"", "x", "$argon2i$v=19$m=64,t=1,p=1$YQ$YQ", "$argon2id$v=19$m=9999999,t=1,p=1$YQ$YQ",
		"$argon2id$v=19$m=64,t=1,p=1$YQ$YQ", "$2a$10$abcdefghijklmnopqrstuv"} {
		if ok, err := h.verify(ctx, broken, long); err == nil || ok {
			t.Errorf("%q was taken as a hash", broken)
		}
	}
}

func TestWeakPasswords(t *testing.T) {
	h, err := newHasher(cheap())
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]string{
		"": "short", "kurz": "short", "九个汉字的口令算短": "short", strings.Repeat("长", 129): "long",
		"Reporter.Edu-2017": "username", "1234567890": "common", "Password2017!": "common", "ABABABABABAB": "common",
		"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff": "short",
		"十个汉字就够了当口令用":                              "", "correct horse battery": "",
	} {
		if got := h.weakness("reporter.edu", password, minPassword); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
	one, err := randomPassword()
	if err != nil || h.weakness("someone", one, minPassword) != "" {
		t.Errorf("the product's own password %q is refused: %v", one, err)
	}
}

// TestCommonPasswords: the list has what is tried first, in whatever dress; and a sentence that has one of its words is none.
func TestCommonPasswords(t *testing.T) {
	h, err := newHasher(cheap())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(h.common); n < 3000 {
		t.Errorf("%d common passwords, want 3,000 and more", n)
	}
	district := []string{"浙南样例区", "xiaoning.zhou"}
	for password, want := range map[string]string{
		"Password2026!": "common", "P@ssw0rd2026": "common", "2026P@ssw0rd!": "common", "Ｐａｓｓｗｏｒｄ２０２６": "common", "pa55word!!!!": "common",
		"Qwertyuiop1!": "common", "Iloveyou-2017": "common", "Dragon2017!!": "common", "dragonmonkey12": "common", "Sunshine_2018": "common",
		"Letmein!2026": "common", "5tarwars2026": "common", "ABABABABABAB": "common", "我的密码我的密码": "common",
		"Guatu@2017!!": "context", "guatuzuozhan1": "context", "GuatuZuozhan2026": "context", "挂图作战2026!!": "context", "Zhenanyangli2026": "context",
		"ZheNanYangLiQu1!": "context", "浙南样例2026年!": "context", "浙南样例区督查室2026": "context", "Xiaoning.Zhou1": "context", "zhou.xiaoning!1": "context",
		"Duchashi@2026": "context", "Gu4tu-2026-Mima": "context", "Sysadmin_2026": "context",
		"correct horse battery": "", "Drill-Guatu-2017": "", "Guatu-Test-2017-挂图": "", "北师大附属学校 9 月竣工": "", "Tr0ub4dor&3-gui": "", "monkeys eat 2 bananas": "",
		"83920184750192": "",
	} {
		if got := h.weakness("nobody", password, 8, district...); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestHashesWaitInLine(t *testing.T) {
	h, err := newHasher(cheap())
	if err != nil {
		t.Fatal(err)
	}
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.hash(ctx, "whatever it is"); err == nil {
		t.Error("a third hash ran beside two")
	}
	<-h.slots
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := h.waste(context.Background(), "x"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// TestDummyHashCostsTheSame: what an unknown user is checked against has the price of a real hash.
func TestDummyHashCostsTheSame(t *testing.T) {
	h, err := newHasher(Cost{})
	if err != nil {
		t.Fatal(err)
	}
	real, err := h.hash(context.Background(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	for _, encoded := range []string{real, h.dummy} {
		cost, salt, _, err := decodeHash(encoded)
		if err != nil || cost != (Cost{MemoryKiB: 19 * 1024, Passes: 2}) || len(salt) != 16 {
			t.Errorf("%s: %+v, %v", encoded, cost, err)
		}
	}
}
