package reports

import (
	"context"
	"fmt"
	"slices"

	"guatu/internal/auth"
	"guatu/internal/frozen"
	"guatu/internal/platform/clock"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// Options are what the service stands on; all are required.
type Options struct {
	DB         *database.DB
	Clock      *clock.Clock
	Policy     *auth.Policy
	Directory  *auth.Directory
	Rules      schedule.Rulebook
	Indicators Indicators
	Projects   Projects
	Frozen     frozen.Reader
}

// Service answers the read models. Every method takes the actor from the
// context and the day from the clock.
type Service struct {
	load      *Loader
	policy    *auth.Policy
	directory *auth.Directory
	cache     *cache
	frozen    frozen.Reader
}

// New returns the read models.
func New(o Options) *Service {
	return &Service{
		load:   &Loader{db: o.DB, clock: o.Clock, book: o.Rules, indicators: o.Indicators, projects: o.Projects},
		policy: o.Policy, directory: o.Directory, cache: newCache(o.DB, o.Rules), frozen: o.Frozen,
	}
}

// caller is the actor with the scope a permission has for them.
func (s *Service) caller(ctx context.Context, permission string) (*auth.Actor, auth.Scope) {
	actor, _ := auth.ActorFrom(ctx)
	return actor, s.policy.Scope(actor, permission)
}

// key names a model: what it is, the days it stands on and whose rows it holds.
func key(model string, d day, scope auth.Scope, more ...any) string {
	return fmt.Sprint(model, d.asOf, d.today, d.basis, scope, more)
}

// names is the people and units an answer names, looked up once.
type names struct {
	departments map[int64]auth.DepartmentRef
	posts       map[int64]auth.PostRef
	users       map[int64]auth.UserRef
	reviewers   auth.Reviewers
}

// wanted collects the ids of an answer.
type wanted struct{ departments, posts, users []int64 }

func (w *wanted) unit(department int64, post *int64) {
	w.departments = append(w.departments, department)
	w.posts = append(w.posts, or0(post))
}

func (s *Service) names(ctx context.Context, w wanted) (n names, err error) {
	if n.departments, err = s.directory.Departments(ctx, w.departments); err != nil {
		return n, err
	}
	if n.posts, err = s.directory.Posts(ctx, w.posts); err != nil {
		return n, err
	}
	if n.users, err = s.directory.Users(ctx, w.users); err != nil {
		return n, err
	}
	n.reviewers, err = s.directory.Reviewers(ctx)
	return n, err
}

func (n names) post(id *int64) *auth.PostRef {
	post, ok := n.posts[or0(id)]
	if !ok {
		return nil
	}
	return &post
}

func (n names) department(id int64) auth.DepartmentRef {
	if department, ok := n.departments[id]; ok {
		return department
	}
	return auth.DepartmentRef{ID: id}
}

func (n names) user(id int64) auth.UserRef {
	if user, ok := n.users[id]; ok {
		return user
	}
	return auth.UserRef{ID: id}
}

func or0(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// speak puts the sentence of a lamp into the caller's language.
func speak(ctx context.Context, lamp schedule.Lamp) schedule.Lamp {
	if httpapi.Language(ctx) == httpapi.English {
		lamp.Reason = lamp.Sentence(schedule.English)
	}
	return lamp
}

// onLine says whether the row is on the line of one of the posts.
func onLine(line []int64, leader *int64) bool {
	return leader != nil && slices.Contains(line, *leader)
}
