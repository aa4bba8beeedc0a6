using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Visits;

public sealed class VisitServiceTests
{
    private static VisitInput Visit(TestBoard board) => new() { From = board.Today.AddDays(-6), To = board.Today.AddDays(-5), Focus = "The front door", Pace = Pace.Steady };

    private static readonly FindingInput Weakness = new() { Text = "Core groups were late.", Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"], Paragraph = "4" };

    private static readonly FindingInput NewConcern = new() { Text = "Private fostering has no lead.", Polarity = Polarity.NewConcern, Cohort = Cohort.ChildrenInCare, Theme = Theme.Partnership };

    private static readonly FindingInput Strength = new() { Text = "Children were seen alone.", Polarity = Polarity.Strength, Cohort = Cohort.ChildProtection, Recommendations = ["1", "2"] };

    [Fact]
    public async Task A_visit_and_its_findings_stand_on_the_visit_in_the_matrix_and_in_the_history()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());

        var reference = await service.RecordVisitAsync(office, Visit(board));
        await service.RecordFindingsAsync(office, reference, [Weakness, NewConcern, Strength]);

        var view = (await database.Get<VisitQueries>().FindAsync(board.As(Role.Chair), reference))!;
        Assert.Equal(["Core groups were late.", "Private fostering has no lead.", "Children were seen alone."], view.Findings.Select(f => f.Finding.Text));
        Assert.All(view.Findings, f => Assert.Equal((board.Today.AddDays(-5), board.Today, "Programme office"), (f.Finding.On, f.Finding.RecordedOn, f.Finding.RecordedBy)));
        var matrix = await database.Get<MatrixQueries>().GetAsync(office, new(null, null, MatrixRows.All, false));
        Assert.Equal(CellWord.Raised, Assert.Single(matrix.Rows.Single(r => r.Ref == "1").Cells).Cell.Word);
        Assert.Equal(CellWord.Strength, Assert.Single(matrix.Rows.Single(r => r.Ref == "2").Cells).Cell.Word);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(
            [(Subject.Visit, reference, HistoryKind.VisitRecorded), (Subject.Recommendation, "1", HistoryKind.FindingRecorded), (Subject.Visit, reference, HistoryKind.FindingRecorded), (Subject.Recommendation, "1", HistoryKind.FindingRecorded), (Subject.Recommendation, "2", HistoryKind.FindingRecorded)],
            (await db.History.OrderBy(h => h.Id).ToListAsync()).Select(h => (h.Subject, h.SubjectRef, h.Kind)));
    }

    [Fact]
    public async Task One_bad_finding_and_none_is_saved()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var reference = await service.RecordVisitAsync(office, Visit(board));

        foreach (var (bad, sentence) in new (FindingInput, string)[]
        {
            (Strength with { Text = " " }, "Write what inspectors said"),
            (Strength with { Recommendations = ["99"] }, "There is no recommendation 99"),
            (Weakness with { Text = "core groups WERE late" }, "stands here already"),
            (Weakness with { Text = "Other.", RepeatsId = 12345 }, "Only a concern said on an earlier occasion"),
        })
        {
            var fault = await Assert.ThrowsAsync<RuleException>(() => service.RecordFindingsAsync(office, reference, [Weakness, bad]));
            Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<RuleException>(() => service.RecordFindingsAsync(office, reference, []));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 1), (await db.Findings.CountAsync(), await db.History.CountAsync()));
    }

    [Fact]
    public async Task The_same_paste_twice_at_the_same_moment_is_saved_once()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var reference = await service.RecordVisitAsync(office, Visit(board));

        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Record.ExceptionAsync(() => service.RecordFindingsAsync(office, reference, [Weakness, NewConcern])))));

        Assert.Single(tries, e => e is null);
        Assert.All(tries.OfType<Exception>(), e => Assert.Contains("stands here already", Assert.IsType<RuleException>(e).Message, StringComparison.Ordinal));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(2, await db.Findings.CountAsync());
    }

    [Fact]
    public async Task A_concern_said_again_counts_and_repeats_only_an_earlier_concern_of_its_programme()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var other = await TestBoard.AddAsync(database, "elsewhere");
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var first = await service.RecordVisitAsync(office, Visit(board) with { From = board.Today.AddDays(-90), To = board.Today.AddDays(-90) });
        await service.RecordFindingsAsync(office, first, [Weakness, Strength]);
        var theirs = await service.RecordVisitAsync(other.As(Role.Office), Visit(other) with { From = other.Today.AddDays(-90), To = other.Today.AddDays(-90) });
        await service.RecordFindingsAsync(other.As(Role.Office), theirs, [Weakness]);
        await using var db = database.Open(board.Programme.Id);
        var ids = await db.Findings.OrderBy(f => f.Id).Select(f => f.Id).ToListAsync();
        var second = await service.RecordVisitAsync(office, Visit(board));

        foreach (var wrong in new[] { ids[1], ids.Max() + 1 })
            await Assert.ThrowsAsync<RuleException>(() => service.RecordFindingsAsync(office, second, [Weakness with { RepeatsId = wrong }]));
        await service.RecordFindingsAsync(office, second, [Weakness with { RepeatsId = ids[0] }]);

        var view = (await database.Get<VisitQueries>().FindAsync(office, second))!;
        Assert.Equal(2, Assert.Single(view.Findings).Time);
        var row = (await database.Get<MatrixQueries>().GetAsync(office, new(null, null, MatrixRows.Repeated, false))).Rows;
        Assert.Equal(("1", 1), (Assert.Single(row).Ref, row[0].SaidAgain));
    }

    [Fact]
    public async Task A_visit_stands_once()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        await service.RecordVisitAsync(office, Visit(board) with { OfficialNumber = 6 });

        var number = await Assert.ThrowsAsync<RuleException>(() => service.RecordVisitAsync(office, Visit(board) with { OfficialNumber = 6, From = board.Today.AddDays(-60), To = board.Today.AddDays(-59) }));
        var days = await Assert.ThrowsAsync<RuleException>(() => service.RecordVisitAsync(office, Visit(board) with { From = board.Today.AddDays(-5), To = board.Today.AddDays(-4) }));

        Assert.Equal(("OfficialNumber", "From"), (number.Field, days.Field));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(1, await db.Visits.CountAsync());
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Admin)]
    public async Task Only_the_office_records(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var service = database.Get<VisitService>();
        var reference = await service.RecordVisitAsync(board.As(Role.Office), Visit(board));
        await service.RecordFindingsAsync(board.As(Role.Office), reference, [Strength]);
        await using var db = database.Open(board.Programme.Id);
        var (strength, visit) = (await db.Findings.SingleAsync(), await db.Visits.SingleAsync());

        foreach (var act in new Func<Task>[]
        {
            () => service.RecordVisitAsync(board.As(role), Visit(board) with { From = board.Today.AddDays(-60), To = board.Today.AddDays(-60) }),
            () => service.RecordFindingsAsync(board.As(role), reference, [Weakness]),
            () => service.PublishLetterAsync(board.As(role), reference, visit.Version, board.Today),
            () => service.SetRetestAsync(board.As(role), strength.Id, strength.Version, board.Today.AddDays(90)),
            () => service.RetestAsync(board.As(role), strength.Id, strength.Version, true, "Ten cases.", board.Today.AddDays(90)),
        })
        {
            await Assert.ThrowsAsync<ForbiddenException>(act);
        }
    }

    [Fact]
    public async Task The_office_and_the_owner_of_the_recommendation_answer_and_nobody_else()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var service = database.Get<VisitService>();
        var reference = await service.RecordVisitAsync(board.As(Role.Office), Visit(board));
        await service.RecordFindingsAsync(board.As(Role.Office), reference, [Weakness, NewConcern]);
        await using var db = database.Open(board.Programme.Id);
        var ids = await db.Findings.OrderBy(f => f.Id).Select(f => f.Id).ToListAsync();
        Task AnswerAsync(Member? member, Role role, int id) => service.AnswerAsync(member is null ? board.As(role) : board.As(member), id, database.Open(board.Programme.Id).Findings.Single(f => f.Id == id).Version, "A booking officer starts in March.");

        foreach (var role in new[] { Role.Chair, Role.Member, Role.Commissioner, Role.Admin })
            await Assert.ThrowsAsync<ForbiddenException>(() => AnswerAsync(null, role, ids[0]));
        await Assert.ThrowsAsync<ForbiddenException>(() => AnswerAsync(board.OtherLead, Role.Lead, ids[0]));
        await Assert.ThrowsAsync<ForbiddenException>(() => AnswerAsync(board.Lead, Role.Lead, ids[1]));
        await AnswerAsync(board.Lead, Role.Lead, ids[0]);
        await AnswerAsync(null, Role.Office, ids[0]);
        await AnswerAsync(null, Role.Office, ids[1]);

        var answered = await database.Open(board.Programme.Id).Findings.OrderBy(f => f.Id).AsNoTracking().ToListAsync();
        Assert.Equal(["Head of safeguarding", "Programme office"], answered[0].Answers.Select(a => a.By));
        Assert.Equal(board.Today, answered[1].AnsweredOn);
        Assert.Equal(3, await db.History.CountAsync(h => h.Kind == HistoryKind.FindingAnswered));
    }

    [Fact]
    public async Task An_answer_from_an_older_page_is_refused_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var reference = await service.RecordVisitAsync(office, Visit(board));
        await service.RecordFindingsAsync(office, reference, [Weakness]);
        await using var db = database.Open(board.Programme.Id);
        var seen = await db.Findings.AsNoTracking().SingleAsync();

        await service.AnswerAsync(office, seen.Id, seen.Version, "First.");
        var fault = await Assert.ThrowsAsync<RuleException>(() => service.AnswerAsync(office, seen.Id, seen.Version, "Second."));

        Assert.Contains("Someone else changed this finding", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["First."], (await db.Findings.SingleAsync()).Answers.Select(a => a.Text));
    }

    [Fact]
    public async Task Another_programme_s_visit_and_finding_do_not_exist()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, other) = (await TestBoard.AddAsync(database), await TestBoard.AddAsync(database, "elsewhere"));
        var service = database.Get<VisitService>();
        var reference = await service.RecordVisitAsync(board.As(Role.Office), Visit(board));
        await service.RecordFindingsAsync(board.As(Role.Office), reference, [Weakness]);
        await using var db = database.Open(board.Programme.Id);
        var finding = await db.Findings.SingleAsync();

        await Assert.ThrowsAsync<RuleException>(() => service.RecordFindingsAsync(other.As(Role.Office), reference, [Strength]));
        await Assert.ThrowsAsync<RuleException>(() => service.AnswerAsync(other.As(Role.Office), finding.Id, finding.Version, "Ours."));
        Assert.Null(await database.Get<FindingQueries>().FindAsync(other.As(Role.Office), reference, finding.Id));
        Assert.Null(await database.Get<FindingQueries>().IntakeAsync(other.As(Role.Office), reference));
    }

    [Fact]
    public async Task What_is_said_about_a_signed_off_action_points_to_it()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1", and: a => (a.DeliveredOn, a.SignedOffOn, a.SignedOffBy) = (board.Today.AddDays(-40), board.Today.AddDays(-30), "Programme office"));
        await board.AddActionAsync("1.2");
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var reference = await service.RecordVisitAsync(office, Visit(board));
        await service.RecordFindingsAsync(office, reference, [Weakness, Strength]);
        await using var db = database.Open(board.Programme.Id);
        var ids = await db.Findings.OrderBy(f => f.Id).Select(f => f.Id).ToListAsync();

        Assert.Equal(["1.1"], (await database.Get<FindingQueries>().FindAsync(office, reference, ids[0]))!.SignedOff.Select(a => a.Ref));
        Assert.Empty((await database.Get<FindingQueries>().FindAsync(office, reference, ids[1]))!.SignedOff);
    }

    [Fact]
    public async Task What_was_recorded_today_was_not_known_yesterday()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, service) = (board.As(Role.Office), database.Get<VisitService>());
        var reference = await service.RecordVisitAsync(office, Visit(board));
        await service.RecordFindingsAsync(office, reference, [Weakness]);
        var yesterday = office with { Today = office.Today.AddDays(-1) };

        Assert.Null(await database.Get<VisitQueries>().FindAsync(yesterday, reference));
        Assert.Empty(await database.Get<FindingQueries>().UpToNowAsync(yesterday));
        Assert.Null(await database.Get<VisitQueries>().LatestVisitAsync(yesterday));
        Assert.Single(await database.Get<FindingQueries>().UpToNowAsync(office));
    }
}
