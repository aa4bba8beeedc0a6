using System.Collections.Concurrent;
using System.Data.Common;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Features.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests.Features.Actions;

public sealed class ActionServiceTests
{
    private static UpdateInput Good(TestBoard board) => new()
    {
        WhatChanged = "Nine of twelve plans were checked.",
        ChildWouldNotice = "The same worker at every visit.",
        InTheWay = "Two vacancies.",
        Forecast = board.Today.AddDays(50),
    };

    [Fact]
    public async Task An_update_is_kept_word_for_word_with_who_posted_it_and_when()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");

        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { WhatChanged = "漢 <b>bold</b> 'quoted' €5\nsecond line" });

        await using var db = database.Open(board.Programme.Id);
        var update = await db.Updates.OrderBy(u => u.Id).LastAsync();
        Assert.Equal("漢 <b>bold</b> 'quoted' €5\nsecond line", update.WhatChanged);
        Assert.Equal((board.Lead.Id, board.Today, false, false), (update.ById, update.On, update.PostedByOffice, update.Illustrative));
    }

    [Fact]
    public async Task The_history_tells_of_the_update_and_of_the_ratings_it_moved()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");

        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { LeadSays = DeliveryRating.OffTrack });

        await using var db = database.Open(board.Programme.Id);
        var entries = await db.History.OrderBy(h => h.Id).ToListAsync();
        Assert.Equal(
            [
                (Subject.Action, "1.1", HistoryKind.UpdatePosted, "Head of safeguarding", null, null),
                (Subject.Action, "1.1", HistoryKind.RatingMoved, "Rating rule", DeliveryRating.OnTrack, DeliveryRating.OffTrack),
                (Subject.Recommendation, "1", HistoryKind.RatingMoved, "Rating rule", DeliveryRating.OnTrack, (DeliveryRating?)DeliveryRating.OffTrack),
            ],
            entries.Select(h => (h.Subject, h.SubjectRef, h.Kind, h.By, h.FromRating, h.ToRating)));
        Assert.All(entries, h => Assert.Equal((board.Today, database.Clock.Now.UtcDateTime), (h.On, h.At.UtcDateTime)));
    }

    [Fact]
    public async Task Stored_ratings_are_what_the_rule_says()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.2", board.OtherLead);
        var action = await board.AddActionAsync("1.1", recommendations: ["1", "2"]);

        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { Forecast = action.BaselineDue.AddDays(90) });

        await using var db = database.Open(board.Programme.Id);
        foreach (var a in await db.Actions.Include(a => a.Updates).ToListAsync())
        {
            var verdict = DeliveryRule.Rate(a.FactsOn(board.Today, board.Programme.UpdateCycleDays));
            Assert.Equal((verdict.Rating, verdict.Reason), (a.Delivery, a.DeliveryReason));
        }
        foreach (var r in await db.Recommendations.Include(r => r.Actions).ToListAsync())
            Assert.Equal(RollUp.Of([.. r.Actions.OrderBy(a => a.Order).Select(a => new RatedAction(a.Ref, a.Delivery))]), (r.Delivery, r.DeliveryReason));
        Assert.Equal(DeliveryRating.OffTrack, (await db.Recommendations.SingleAsync(r => r.Ref == "2")).Delivery);
        Assert.Equal("1 of 2 actions is off track: 1.1", (await db.Recommendations.SingleAsync(r => r.Ref == "1")).DeliveryReason);
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Admin)]
    public async Task Who_only_reads_cannot_post(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<ActionService>().PostUpdateAsync(board.As(role), "1.1", action.Version, Good(board)));

        await NothingStoredAsync(database, board, action);
    }

    [Fact]
    public async Task A_lead_cannot_post_on_an_action_somebody_else_leads()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1", board.OtherLead);

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board)));

        await NothingStoredAsync(database, board, action);
    }

    [Fact]
    public async Task The_office_posts_for_any_lead_and_it_shows()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1", board.OtherLead);

        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Office), "1.1", action.Version, Good(board));

        await using var db = database.Open(board.Programme.Id);
        Assert.True((await db.Updates.OrderBy(u => u.Id).LastAsync()).PostedByOffice);
        Assert.StartsWith("Update posted for the lead: Nine of twelve", (await db.History.FirstAsync(h => h.Kind == HistoryKind.UpdatePosted)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_written_beside_an_older_version_is_refused()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Office), "1.1", action.Version, Good(board));

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { WhatChanged = "Mine" }));

        Assert.StartsWith("Someone else changed action 1.1", fault.Message, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        Assert.False(await db.Updates.AnyAsync(u => u.WhatChanged == "Mine"));
    }

    [Fact]
    public async Task Even_an_update_that_moves_nothing_makes_the_older_form_stale()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        var service = database.Get<ActionService>();
        await service.PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board));
        await using var db = database.Open(board.Programme.Id);
        var second = (await db.Actions.AsNoTracking().SingleAsync()).Version;

        await service.PostUpdateAsync(board.As(Role.Lead), "1.1", second, Good(board));

        await Assert.ThrowsAsync<RuleException>(() => service.PostUpdateAsync(board.As(Role.Lead), "1.1", second, Good(board)));
    }

    [Fact]
    public async Task An_input_with_a_fault_stores_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { InTheWay = " " }));

        Assert.Equal(nameof(UpdateInput.InTheWay), fault.Field);
        await NothingStoredAsync(database, board, action);
    }

    [Fact]
    public async Task An_action_of_another_programme_does_not_exist()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var other = await TestBoard.AddAsync(database, "othershire");
        var theirs = await other.AddActionAsync("9.9");

        var fault = await Assert.ThrowsAsync<RuleException>(() => database.Get<ActionService>().PostUpdateAsync(board.As(Role.Office), "9.9", theirs.Version, Good(board)));

        Assert.Equal("There is no action 9.9 in this programme.", fault.Message);
        await NothingStoredAsync(database, other, theirs);
    }

    [Fact]
    public async Task When_the_save_fails_neither_update_nor_rating_nor_history_is_stored()
    {
        var cut = new FailingInsert();
        await using var database = await TestDatabase.EmptyAsync(cut);
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        cut.Table = "History";

        await Assert.ThrowsAnyAsync<Exception>(() => database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board) with { LeadSays = DeliveryRating.OffTrack }));

        Assert.True(cut.Failed);
        cut.Table = null;
        await NothingStoredAsync(database, board, action);
    }

    [Fact]
    public async Task Of_two_who_post_at_once_exactly_one_wins()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        var service = database.Get<ActionService>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Record.ExceptionAsync(() =>
            service.PostUpdateAsync(board.As(i % 2 == 0 ? Role.Lead : Role.Office), "1.1", action.Version, Good(board) with { WhatChanged = $"Writer {i}" })))));

        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.IsType<RuleException>(o));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(1, await db.Updates.CountAsync(u => u.WhatChanged.StartsWith("Writer")));
        Assert.Equal(1, await db.History.CountAsync(h => h.Kind == HistoryKind.UpdatePosted));
    }

    [Fact]
    public async Task Two_hundred_updates_of_eight_leads_at_once_are_all_stored()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var references = Enumerable.Range(1, 8).Select(i => $"1.{i}").ToList();
        foreach (var reference in references)
            await board.AddActionAsync(reference);
        var service = database.Get<ActionService>();
        var faults = new ConcurrentBag<Exception>();

        await Task.WhenAll(references.Select(reference => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await using var db = database.Open(board.Programme.Id);
                var version = await db.Actions.Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync();
                // Each update moves the rating, so that all eight change the one recommendation they answer.
                var input = Good(board) with { WhatChanged = $"{reference} {i}", LeadSays = i % 2 == 0 ? DeliveryRating.OffTrack : DeliveryRating.AtRisk };
                if (await Record.ExceptionAsync(() => service.PostUpdateAsync(board.As(Role.Lead), reference, version, input)) is { } fault)
                    faults.Add(fault);
            }
        })));

        Assert.Empty(faults.Select(f => f.Message));
        await using var after = database.Open(board.Programme.Id);
        Assert.Equal(200, await after.Updates.CountAsync(u => u.WhatChanged.StartsWith("1.")));
        Assert.Equal(200, await after.History.CountAsync(h => h.Kind == HistoryKind.UpdatePosted));
        var recommendation = await after.Recommendations.Include(r => r.Actions).SingleAsync(r => r.Ref == "1");
        Assert.Equal(RollUp.Of([.. recommendation.Actions.OrderBy(a => a.Order).Select(a => new RatedAction(a.Ref, a.Delivery))]), (recommendation.Delivery, recommendation.DeliveryReason));
    }

    [Fact]
    public async Task An_action_goes_from_delivered_to_closed_and_back_and_the_history_tells_every_step()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => a.Evidence.Add(board.Evidence()));
        var service = database.Get<ActionService>();
        async Task<Guid> Seen()
        {
            await using var now = database.Open(board.Programme.Id);
            return await now.Actions.Where(a => a.Ref == "1.1").Select(a => a.Version).SingleAsync();
        }

        await service.DeliverAsync(board.As(Role.Lead), "1.1", await Seen());
        await service.ReopenAsync(board.As(Role.Office), "1.1", await Seen(), "Two teams are missing.");
        await service.DeliverAsync(board.As(Role.Lead), "1.1", await Seen());
        await service.SignOffAsync(board.As(Role.Office), "1.1", await Seen(), board.Today.AddDays(90));
        await service.ReopenAsync(board.As(Role.Office), "1.1", await Seen(), "An audit contradicts it.");

        await using var db = database.Open(board.Programme.Id);
        var action = await db.Actions.SingleAsync();
        Assert.Equal([RoundEnd.SentBack, RoundEnd.Reopened], action.EarlierRounds.Select(r => r.How));
        Assert.Equal((ActionState.InProgress, DeliveryRating.OnTrack), (action.State, action.Delivery));
        Assert.Equal(
            [
                (HistoryKind.Delivered, "Delivered; awaiting sign-off"), (HistoryKind.Reopened, "Sent back: Two teams are missing."),
                (HistoryKind.Delivered, "Delivered; awaiting sign-off"), (HistoryKind.SignedOff, $"Signed off; re-check on {ImprovementBoard.Core.Time.Words.Short(board.Today.AddDays(90))}"),
                (HistoryKind.Reopened, "Reopened: An audit contradicts it."),
            ],
            (await db.History.Where(h => h.Subject == Subject.Action && h.Kind != HistoryKind.RatingMoved).OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Kind, h.What)));
    }

    [Fact]
    public async Task An_agreed_rating_stands_in_the_lists_and_in_the_roll_up()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");

        await database.Get<ActionService>().AcceptUpdateAsync(board.As(Role.Office), "1.1", action.Version, action.Updates[0].Id, DeliveryRating.OffTrack, "The post was cut.");

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((DeliveryRating.OffTrack, DeliveryRating.OnTrack), await db.Actions.Select(a => new ValueTuple<DeliveryRating, DeliveryRating>(a.Delivery, a.RuleSays)).SingleAsync());
        Assert.Equal(DeliveryRating.OffTrack, (await db.Recommendations.SingleAsync(r => r.Ref == "1")).Delivery);
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Admin)]
    public async Task Only_the_office_reviews(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1", and: a => a.DeliveredOn = board.Today);
        var (service, scope, seen) = (database.Get<ActionService>(), board.As(role), action.Version);

        await Assert.ThrowsAsync<ForbiddenException>(() => service.SignOffAsync(scope, "1.1", seen, board.Today.AddDays(90)));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.CloseAsync(scope, "1.1", seen));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.ReopenAsync(scope, "1.1", seen, "No."));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.AcceptUpdateAsync(scope, "1.1", seen, action.Updates[0].Id, null, null));
        await Assert.ThrowsAsync<ForbiddenException>(() => service.ReturnUpdateAsync(scope, "1.1", seen, action.Updates[0].Id, "No."));

        await NothingStoredAsync(database, board, action);
    }

    [Fact]
    public async Task A_reviewer_who_decides_on_what_changed_meanwhile_is_told_and_decides_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        var service = database.Get<ActionService>();
        await service.PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, Good(board));

        var fault = await Assert.ThrowsAsync<RuleException>(() => service.AcceptUpdateAsync(board.As(Role.Office), "1.1", action.Version, action.Updates[0].Id, null, null));

        Assert.StartsWith("Someone else changed action 1.1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reviewer_who_accepts_what_was_superseded_or_returned_meanwhile_accepts_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1");
        var (service, office) = (database.Get<ActionService>(), board.As(Role.Office));
        var read = action.Updates[0].Id;

        await service.ReturnUpdateAsync(office, "1.1", action.Version, read, "Say how many.");
        var returned = await Assert.ThrowsAsync<RuleException>(() => service.AcceptUpdateAsync(office, "1.1", action.Version, read, null, null));
        Assert.StartsWith("Someone else changed action 1.1", returned.Message, StringComparison.Ordinal);

        await service.PostUpdateAsync(board.As(Role.Lead), "1.1", await VersionAsync(), Good(board));
        var superseded = await Assert.ThrowsAsync<RuleException>(async () => await service.AcceptUpdateAsync(office, "1.1", await VersionAsync(), read, null, null));
        Assert.Equal("A newer update on action 1.1 was posted while you were reading. Read it first.", superseded.Message);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal([(true, "Say how many."), (false, null)], (await db.Updates.OrderBy(u => u.Id).ToListAsync()).Select(u => (u.Returned, u.ReviewNote)));

        async Task<Guid> VersionAsync()
        {
            await using var now = database.Open(board.Programme.Id);
            return await now.Actions.Select(a => a.Version).SingleAsync();
        }
    }

    private static async Task NothingStoredAsync(TestDatabase database, TestBoard board, ActionItem before)
    {
        await using var db = database.Open(board.Programme.Id);
        var action = await db.Actions.Include(a => a.Updates).SingleAsync(a => a.Ref == before.Ref);
        Assert.Equal((before.Version, before.Delivery), (action.Version, action.Delivery));
        Assert.Single(action.Updates);
        Assert.Equal(0, await db.History.CountAsync());
    }

    /// <summary>Fails the command that would insert into one table, as a full disk would.</summary>
    private sealed class FailingInsert : DbCommandInterceptor
    {
        public string? Table { get; set; }

        public bool Failed { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Table is not null && command.CommandText.Contains($"INSERT INTO \"{Table}\"", StringComparison.Ordinal))
            {
                Failed = true;
                throw new IOException("The disk is full.");
            }
            return ValueTask.FromResult(result);
        }
    }
}
