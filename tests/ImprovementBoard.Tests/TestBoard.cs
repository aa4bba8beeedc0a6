using System.Security.Claims;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Tests.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;

namespace ImprovementBoard.Tests;

/// <summary>A small live programme: a post with an account for every role, a second lead, two recommendations, and actions as a test adds them.</summary>
internal sealed class TestBoard
{
    private readonly BoardDatabase database;
    private readonly TimeProvider clock;
    private readonly Dictionary<Role, Member> members = [];

    private TestBoard(BoardDatabase database, TimeProvider clock, Programme programme) => (this.database, this.clock, Programme) = (database, clock, programme);

    public Programme Programme { get; }

    public Member Lead => members[Role.Lead];

    /// <summary>Leads other actions than <see cref="Lead"/>.</summary>
    public Member OtherLead { get; private set; } = null!;

    public DateOnly Today => Programme.Today(clock.GetUtcNow());

    /// <summary>Email of the account of a role.</summary>
    public string EmailOf(Role role) => $"{role}@{Programme.Slug}.example".ToLowerInvariant();

    public static Task<TestBoard> AddAsync(TestDatabase database, string slug = "testshire", DateOnly? demonstration = null) =>
        AddAsync(database.Board, database.Clock, slug, demonstration);

    public static async Task<TestBoard> AddAsync(BoardDatabase database, TimeProvider clock, string slug, DateOnly? demonstration = null)
    {
        var board = new TestBoard(database, clock, new Programme
        {
            Slug = slug,
            Name = $"{slug} children’s services",
            Council = $"{slug} council",
            CouncilCode = "999",
            Stage = ProgrammeStage.Delivering,
            StartedOn = TestDates.Day("2025-09-01"),
            DemonstrationToday = demonstration,
            UpdateCycleDays = 28,
        });
        board.Programme.RatedOn = board.Today;
        await board.SaveAsync();
        return board;
    }

    /// <summary>The programme entered by the post of a role.</summary>
    public ProgrammeScope As(Role role) => As(members[role]);

    /// <summary>The programme entered by a post.</summary>
    public ProgrammeScope As(Member member) => new(Programme, new Actor(Programme.Id, member.Id, member.Title, member.Role), Today);

    /// <summary>The person who holds the post of a role, as the cookie describes them.</summary>
    public ClaimsPrincipal Person(Role role) => Signed(members[role].UserId!.Value);

    public static ClaimsPrincipal Signed(Guid userId) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, userId.ToString()), new(SessionClaims.Way, SignInWay.PasswordAndCode.ToString())], "test"));

    /// <summary>Adds an action in progress that is on track: due in 60 days, last update a week ago.</summary>
    public async Task<ActionItem> AddActionAsync(string reference, Member? lead = null, Action<ActionItem>? and = null, params string[] recommendations)
    {
        await using var db = database.Open(Programme.Id);
        var action = new ActionItem
        {
            ProgrammeId = Programme.Id,
            Ref = reference,
            Order = ActionItem.OrderOf(reference),
            Title = $"Action {reference}",
            DoneLooksLike = "Children know who looks after their case",
            LeadId = (lead ?? Lead).Id,
            AddedOn = Today.AddDays(-90) < Programme.StartedOn ? Today.AddDays(-90) : Programme.StartedOn,
            BaselineStart = Today.AddDays(-90),
            BaselineDue = Today.AddDays(60),
            StartedOn = Today.AddDays(-90),
        };
        action.Updates.Add(Update(lead ?? Lead, Today.AddDays(-7), action.BaselineDue));
        and?.Invoke(action);
        foreach (var update in action.Updates)
            update.Forecast = update.Forecast < action.BaselineDue ? update.Forecast : action.BaselineDue;
        var answers = recommendations is [] ? ["1"] : recommendations;
        action.Recommendations = [.. db.Recommendations.Where(r => answers.Contains(r.Ref))];
        action.Rate(Today, Programme.UpdateCycleDays);
        db.Actions.Add(action);
        await db.SaveChangesAsync();
        await RollUpAsync();
        return action;
    }

    /// <summary>Adds evidence to an action, so that it can be signed off.</summary>
    public async Task<int> AddEvidenceAsync(string reference, bool confidential = false)
    {
        await using var db = database.Open(Programme.Id);
        var item = EvidenceItem.Describe(EvidenceItemTests.Good with { DatedOn = Today, PeriodFrom = null, PeriodTo = null, Confidential = confidential }, As(Role.Office).Actor, Today);
        item.ProgrammeId = Programme.Id;
        item.ActionItemId = await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Actions.Where(a => a.Ref == reference).Select(a => a.Id));
        db.Evidence.Add(item);
        await db.SaveChangesAsync();
        return item.Id;
    }

    /// <summary>Adds the schedule of the board pack.</summary>
    public async Task<PackSchedule> AddScheduleAsync(Action<PackSchedule>? and = null)
    {
        await using var db = database.Open(Programme.Id);
        var schedule = new PackSchedule { ProgrammeId = Programme.Id, Rhythm = new() { DayOfMonth = 6, At = new(7, 0) }, Enabled = true, ActiveFrom = Today };
        and?.Invoke(schedule);
        db.Schedules.Add(schedule);
        await db.SaveChangesAsync();
        return schedule;
    }

    /// <summary>Evidence that stands on an action today.</summary>
    public EvidenceItem Evidence() => EvidenceItem.Describe(
        EvidenceItemTests.Good with { DatedOn = Today.AddDays(-30), PeriodFrom = null, PeriodTo = null }, As(Role.Lead).Actor, Today);

    public ProgressUpdate Update(Member by, DateOnly on, DateOnly forecast) => new()
    {
        ProgrammeId = Programme.Id,
        On = on,
        ById = by.Id,
        WhatChanged = "Managers met their workers.",
        ChildWouldNotice = "The same worker at every visit.",
        InTheWay = "Nothing.",
        Forecast = forecast,
    };

    private async Task SaveAsync()
    {
        await using var db = database.OpenWithoutProgramme();
        db.Add(Programme);
        await db.SaveChangesAsync();
        db.ProgrammeId = Programme.Id;
        var council = new Body { ProgrammeId = Programme.Id, Name = "Council" };
        db.Add(council);
        foreach (var role in Enum.GetValues<Role>())
            db.Add(members[role] = Member(role, role == Role.Lead ? "Head of safeguarding" : role.Words(), Account(db, EmailOf(role)).Id));
        db.Add(OtherLead = Member(Role.Lead, "Virtual school head", null));
        await db.SaveChangesAsync();
        db.AddRange(Recommend("1", "Supervise every worker", council), Recommend("2", "Find every child a school", council));
        await db.SaveChangesAsync();
        await RollUpAsync();
    }

    private async Task RollUpAsync()
    {
        await using var db = database.Open(Programme.Id);
        foreach (var recommendation in Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.Include(db.Recommendations, r => r.Actions).ToList())
            recommendation.Rate(Today);
        await db.SaveChangesAsync();
    }

    private static AppUser Account(BoardDbContext db, string email)
    {
        var user = new AppUser
        {
            Id = Guid.NewGuid(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        db.Users.Add(user);
        return user;
    }

    private Member Member(Role role, string title, Guid? account) => new()
    {
        ProgrammeId = Programme.Id,
        Title = title,
        Role = role,
        Agency = "Council",
        UserId = account,
        From = Programme.StartedOn,
        To = role == Role.Viewer ? Today.AddDays(300) : null,
    };

    private Recommendation Recommend(string reference, string title, Body body) => new()
    {
        ProgrammeId = Programme.Id,
        Ref = reference,
        Order = int.Parse(reference, System.Globalization.CultureInfo.InvariantCulture),
        BodyId = body.Id,
        ShortTitle = title,
        Text = $"{title}, at every visit.",
        OwnerId = Lead.Id,
        Source = $"Ofsted 2025, recommendation {reference} (page 8)",
    };
}
