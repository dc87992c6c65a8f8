package authtest

import (
	"context"
	"encoding/base64"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"guatu/internal/auth"
	"guatu/internal/platform/database"
	"guatu/internal/schedule"
)

// Password is that of every account of a test district.
const Password = "一个很长的测试口令 2017" // #nosec G101 -- of tests alone; archtest keeps the package out of the program

// Account is one of the demo accounts of rules.md 8.
type Account struct {
	Username string
	Name     string
	Post     string // code of the post
	Unit     string // code of the department, empty for none
	Role     string
}

// Accounts returns the demo accounts of rules.md 8.
func Accounts() []Account {
	return []Account{
		{"reporter.edu", "教育局联络员", "edu.reporter", "edu", auth.RoleReporter},
		{"head.edu", "教育局局长", "edu.head", "edu", auth.RoleHead},
		{"reporter.build", "住建局联络员", "build.reporter", "build", auth.RoleReporter},
		{"head.build", "住建局局长", "build.head", "build", auth.RoleHead},
		{"supervisor", "督查室甲", "office.supervisor", "office", auth.RoleSupervisor},
		{"supervisor.2", "督查室乙", "office.supervisor", "office", auth.RoleSupervisor},
		{"leader.edu", "分管教育副区长", "leader.edu", "", auth.RoleLeader},
		{"leader.chief", "区长", "leader.chief", "", auth.RoleChief},
		{"auditor", "审计员", "audit.auditor", "audit", auth.RoleAuditor},
		{"sysadmin", "系统管理员", "admin.system", "", auth.RoleSysadmin},
		{"secadmin", "安全管理员", "admin.security", "", auth.RoleSecadmin},
		{"auditadmin", "审计管理员", "admin.audit", "", auth.RoleAuditadmin},
		{"reporter.edu.disabled", "教育局前联络员", "edu.reporter", "edu", auth.RoleReporter},
	}
}

// District is what Seed made: ids by code and by user name.
type District struct {
	Departments map[string]int64
	Posts       map[string]int64
	Users       map[string]int64
}

// Seed makes the departments edu, build, office and audit and the demo accounts, holding their posts since 2016. The
// account reporter.edu.disabled is not disabled yet: a test that needs a token of it signs in first, then calls Disable.
func Seed(t testing.TB, service *auth.Service) District {
	t.Helper()
	ctx := auth.AsSystem(context.Background())
	d := District{Departments: map[string]int64{}, Posts: map[string]int64{}, Users: map[string]int64{}}
	for i, unit := range [][2]string{{"edu", "教育局"}, {"build", "住房和城乡建设局"}, {"office", "区政府办公室"}, {"audit", "审计局"}} {
		made, err := service.CreateDepartment(ctx, auth.NewDepartment{Code: unit[0], Name: unit[1], Sort: i})
		check(t, err)
		d.Departments[unit[0]] = made.ID
	}
	for _, account := range Accounts() {
		if d.Posts[account.Post] == 0 {
			post, err := service.CreatePost(ctx, auth.NewPost{Code: account.Post, Name: account.Name, DepartmentID: d.Departments[account.Unit]})
			check(t, err)
			d.Posts[account.Post] = post.ID
			_, err = service.Grant(ctx, auth.NewGrant{PostID: post.ID, Role: account.Role})
			check(t, err)
		}
		user, err := service.CreateUser(ctx, auth.NewUser{Username: account.Username, Name: account.Name, Password: Password})
		check(t, err)
		d.Users[account.Username] = user.ID
		_, err = service.Appoint(ctx, auth.NewHolder{PostID: d.Posts[account.Post], UserID: user.ID, From: schedule.MustDate("2016-01-01")})
		check(t, err)
	}
	return d
}

// Disable disables the account.
func Disable(t testing.TB, service *auth.Service, userID int64) {
	t.Helper()
	yes := true
	_, err := service.PatchUser(auth.AsSystem(context.Background()), userID, 1, auth.UserPatch{Disabled: &yes})
	check(t, err)
}

// Token signs the account in and returns its access token.
func Token(t testing.TB, service *auth.Service, username string) string {
	t.Helper()
	signed, err := service.Login(context.Background(), auth.Credentials{Username: username, Password: Password, IP: "127.0.0.1"})
	check(t, err)
	return signed.AccessToken
}

// Forge reads a good token, lets change alter its header and claims, and signs it with the deployment's own key: only
// the content is wrong.
func Forge(t testing.TB, db *database.DB, good string, change func(token *jwt.Token, claims jwt.MapClaims)) string {
	t.Helper()
	claims := jwt.MapClaims{}
	token, _, err := jwt.NewParser().ParseUnverified(good, claims)
	check(t, err)
	secret := Secret(t, db, token.Header["kid"].(string))
	change(token, claims)
	forged := jwt.NewWithClaims(token.Method, claims)
	forged.Header = token.Header
	signed, err := forged.SignedString(secret)
	check(t, err)
	return signed
}

// Secret returns the signing key with this id.
func Secret(t testing.TB, db *database.DB, kid string) []byte {
	t.Helper()
	var text string
	check(t, db.Read(context.Background()).Raw("SELECT secret FROM signing_keys WHERE kid = ?", kid).Row().Scan(&text))
	secret, err := base64.RawURLEncoding.DecodeString(text)
	check(t, err)
	return secret
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
