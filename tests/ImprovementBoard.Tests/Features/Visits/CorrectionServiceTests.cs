using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Visits;

[Trait("Category", "Database")]
public sealed class CorrectionServiceTests
{
    private static readonly FindingInput Weakness = new() { Text = "Core groups were late.", Polarity = Polarity.Weakness, Cohort = Cohort.ChildProtection, Recommendations = ["1"], Paragraph = "4" };

    private static readonly MatrixFilter Everything = new(null, null, MatrixRows.All, false);

    [Fact]
    public async Task Matrix_lists_and_history_follow_and_an_earlier_day_shows_what_was_known()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, reference) = await VisitedAsync(database, Weakness);
        var finding = await OnlyAsync(database, board);
        database.Clock.Now = database.Clock.Now.AddDays(10);

        await database.Get<CorrectionService>().CorrectFindingAsync(board.As(Role.Office), finding.Id, finding.Version, Weakness with { Polarity = Polarity.Strength, Recommendations = ["2"] }, "Read wrongly");

        async Task<(CellWord, CellWord, int, int, Polarity)> ShownAsync(ProgrammeScope scope)
        {
            var matrix = await database.Get<MatrixQueries>().GetAsync(scope, Everything);
            var list = (await database.Get<RecommendationQueries>().ListAsync(scope, new(null, null, null, null, null, 1))).Rows;
            var detail = (await database.Get<FindingQueries>().FindAsync(scope, reference, finding.Id))!;
            return (Assert.Single(matrix.Rows[0].Cells).Cell.Word, Assert.Single(matrix.Rows[1].Cells).Cell.Word, list[0].Findings, list[1].Findings, detail.At.Finding.Polarity);
        }
        Assert.Equal((CellWord.NotLookedAt, CellWord.Strength, 0, 1, Polarity.Strength), await ShownAsync(board.As(Role.Chair)));
        Assert.Equal((CellWord.Raised, CellWord.NotLookedAt, 1, 0, Polarity.Weakness), await ShownAsync(await PastAsync(database, board, 1)));
        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.Where(h => h.Kind == HistoryKind.FindingCorrected).OrderBy(h => h.Id).ToListAsync();
        Assert.Equal(["1", "2"], told.Select(h => h.SubjectRef));
        Assert.All(told, h => Assert.Equal(
            "Which way it points changed from weakness to strength; how far it has got changed from not yet to progress; recommendations changed from 1 to 2. Reason: Read wrongly. The finding: Core groups were late.", h.What));
    }

    [Fact]
    public async Task A_visit_moved_to_its_day_takes_its_findings_along_and_an_earlier_day_stays()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, reference) = await VisitedAsync(database, Weakness);
        var visit = await VisitAsync(database, board, reference);
        database.Clock.Now = database.Clock.Now.AddDays(10);
        var input = new VisitInput { From = visit.From!.Value.AddDays(-9), To = visit.To!.Value.AddDays(-9), Focus = "Early help", Pace = visit.Pace };

        await database.Get<CorrectionService>().CorrectVisitAsync(board.As(Role.Office), reference, visit.Version, input, "Days and focus mistyped.");

        var now = (await database.Get<VisitQueries>().FindAsync(board.As(Role.Chair), reference))!;
        Assert.Equal(("Early help", input.To, input.To), (now.Occasion.Visit!.Focus, now.Occasion.SortOn, Assert.Single(now.Findings).Finding.On));
        var then = (await database.Get<VisitQueries>().FindAsync(await PastAsync(database, board, 1), reference))!;
        Assert.Equal((visit.Focus, visit.To, visit.To), (then.Occasion.Visit!.Focus, then.Occasion.SortOn, Assert.Single(then.Findings).Finding.On));
        Assert.Equal(("Early help", visit.Focus), ((await database.Get<VisitQueries>().LatestVisitAsync(board.As(Role.Chair)))!.Focus, (await database.Get<VisitQueries>().LatestVisitAsync(await PastAsync(database, board, 1)))!.Focus));
        await using var db = database.Open(board.Programme.Id);
        var entry = await db.History.SingleAsync(h => h.Kind == HistoryKind.VisitCorrected);
        Assert.Equal((Subject.Visit, reference), (entry.Subject, entry.SubjectRef));
    }

    [Fact]
    public async Task A_letter_that_comes_out_later_is_the_source_of_what_was_recorded_before_and_an_earlier_day_stays()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, reference) = await VisitedAsync(database, Weakness);
        var (visit, before) = (await VisitAsync(database, board, reference), (await OnlyAsync(database, board)).Source);
        database.Clock.Now = database.Clock.Now.AddDays(10);

        await database.Get<VisitService>().PublishLetterAsync(board.As(Role.Office), reference, visit.Version, board.Today);

        async Task<string> SourceAsync(ProgrammeScope scope) => Assert.Single((await database.Get<VisitQueries>().FindAsync(scope, reference))!.Findings).Finding.Source;
        Assert.Equal($"Inspectors’ letter of {Words.Long(board.Today)}, paragraph 4", await SourceAsync(board.As(Role.Chair)));
        Assert.Equal(before, await SourceAsync(await PastAsync(database, board, 1)));
    }

    [Fact]
    public async Task What_now_contradicts_reopens_and_what_no_longer_does_reopens_nothing_and_undoes_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, _) = await VisitedAsync(database, Weakness with { Polarity = Polarity.Strength });
        await AssureAsync(database, board);
        var (office, service) = (board.As(Role.Office), database.Get<CorrectionService>());

        await service.CorrectFindingAsync(office, (await OnlyAsync(database, board)).Id, (await OnlyAsync(database, board)).Version, Weakness, "It is a weakness.");
        Assert.Equal(RecommendationStatus.Reopened, await StatusAsync(database, board));

        await service.CorrectFindingAsync(office, (await OnlyAsync(database, board)).Id, (await OnlyAsync(database, board)).Version, Weakness with { Polarity = Polarity.Improving }, "It is not.");
        Assert.Equal(RecommendationStatus.Reopened, await StatusAsync(database, board));
    }

    [Fact]
    public async Task A_concern_corrected_in_its_words_does_not_contradict_again_what_was_assured_since()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, _) = await VisitedAsync(database, Weakness);
        await AssureAsync(database, board);
        var finding = await OnlyAsync(database, board);

        await database.Get<CorrectionService>().CorrectFindingAsync(board.As(Role.Office), finding.Id, finding.Version, Weakness with { Paragraph = "14" }, "Mistyped.");

        Assert.Equal(RecommendationStatus.AssuredEmbedded, await StatusAsync(database, board));
    }

    [Fact]
    public async Task A_flag_of_an_unanswered_concern_clears_when_it_was_none()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, _) = await VisitedAsync(database, Weakness);
        database.Clock.Now = database.Clock.Now.AddDays(60);
        await database.Get<DeliveryRatings>().BringAllUpToDateAsync(default);
        var finding = await OnlyAsync(database, board);
        await using var db = database.Open(board.Programme.Id);
        var standing = db.Flags.Where(f => f.Subject == FlagSubject.Finding && f.Until == Flag.Open);
        Assert.Equal(1, await standing.CountAsync());

        await database.Get<CorrectionService>().CorrectFindingAsync(board.As(Role.Office), finding.Id, finding.Version, Weakness with { Polarity = Polarity.Improving }, "Read wrongly.");

        Assert.Equal(0, await standing.CountAsync());
    }

    [Fact]
    public async Task Repeats_stay_in_order()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, first) = await VisitedAsync(database, Weakness);
        var earlier = await OnlyAsync(database, board);
        database.Clock.Now = database.Clock.Now.AddDays(30);
        var office = board.As(Role.Office);
        var second = await database.Get<VisitService>().RecordVisitAsync(office, Visit(board));
        await database.Get<VisitService>().RecordFindingsAsync(office, second, [Weakness with { RepeatsId = earlier.Id }]);
        var (service, later) = (database.Get<CorrectionService>(), await VisitAsync(database, board, second));

        var moved = await Assert.ThrowsAsync<RuleException>(() => service.CorrectVisitAsync(office, second, later.Version, Visit(board) with { From = board.Today.AddDays(-60), To = board.Today.AddDays(-60) }, "Mistyped."));
        var strength = await Assert.ThrowsAsync<RuleException>(() => service.CorrectFindingAsync(office, earlier.Id, earlier.Version, Weakness with { Polarity = Polarity.Strength }, "Mistyped."));
        var itself = await Assert.ThrowsAsync<RuleException>(() => service.CorrectFindingAsync(office, earlier.Id, earlier.Version, Weakness with { RepeatsId = earlier.Id }, "Mistyped."));

        Assert.Equal(("To", "Polarity", "RepeatsId"), (moved.Field, strength.Field, itself.Field));
        Assert.Equal(board.Today.AddDays(-35), (await VisitAsync(database, board, first)).SortOn);
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Admin)]
    public async Task Only_the_office_corrects(Role role)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, reference) = await VisitedAsync(database, Weakness);
        var (finding, visit) = (await OnlyAsync(database, board), await VisitAsync(database, board, reference));

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<CorrectionService>().CorrectFindingAsync(board.As(role), finding.Id, finding.Version, Weakness with { Paragraph = "5" }, "Mistyped."));
        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<CorrectionService>().CorrectVisitAsync(board.As(role), reference, visit.Version, Visit(board) with { Focus = "Other" }, "Mistyped."));
    }

    [Fact]
    public async Task From_an_older_page_or_another_programme_nothing_is_corrected()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var (board, reference) = await VisitedAsync(database, Weakness);
        var other = await TestBoard.AddAsync(database, "elsewhere");
        var (finding, visit, service) = (await OnlyAsync(database, board), await VisitAsync(database, board, reference), database.Get<CorrectionService>());
        await service.CorrectFindingAsync(board.As(Role.Office), finding.Id, finding.Version, Weakness with { Paragraph = "5" }, "Mistyped.");

        await Assert.ThrowsAsync<RuleException>(() => service.CorrectFindingAsync(board.As(Role.Office), finding.Id, finding.Version, Weakness with { Paragraph = "6" }, "Mistyped."));
        await Assert.ThrowsAsync<RuleException>(() => service.CorrectVisitAsync(board.As(Role.Office), reference, Guid.NewGuid(), Visit(board) with { Focus = "Other" }, "Mistyped."));
        await Assert.ThrowsAsync<RuleException>(() => service.CorrectFindingAsync(other.As(Role.Office), finding.Id, finding.Version, Weakness with { Paragraph = "6" }, "Mistyped."));
        await Assert.ThrowsAsync<RuleException>(() => service.CorrectVisitAsync(other.As(Role.Office), reference, visit.Version, Visit(board) with { Focus = "Other" }, "Mistyped."));
        Assert.Equal("5", (await OnlyAsync(database, board)).Paragraph);
    }

    private static VisitInput Visit(TestBoard board) => new() { From = board.Today.AddDays(-6), To = board.Today.AddDays(-5), Focus = "The front door", Pace = Pace.Steady };

    private static async Task<(TestBoard Board, string Visit)> VisitedAsync(TestDatabase database, FindingInput finding)
    {
        var board = await TestBoard.AddAsync(database);
        var service = database.Get<VisitService>();
        var reference = await service.RecordVisitAsync(board.As(Role.Office), Visit(board));
        await service.RecordFindingsAsync(board.As(Role.Office), reference, [finding]);
        return (board, reference);
    }

    private static async Task<ProgrammeScope> PastAsync(TestDatabase database, TestBoard board, int daysAgo) =>
        (await database.Get<ProgrammeAccess>().EnterAsync(board.Person(Role.Chair), $"testshire@{board.Today.AddDays(-daysAgo):yyyy-MM-dd}"))!;

    private static async Task<Finding> OnlyAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Findings.AsNoTracking().OrderBy(f => f.Id).FirstAsync();
    }

    private static async Task<MonitoringVisit> VisitAsync(TestDatabase database, TestBoard board, string reference)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Visits.AsNoTracking().SingleAsync(v => v.Ref == reference);
    }

    private static async Task AssureAsync(TestDatabase database, TestBoard board)
    {
        await board.AddActionAsync("1.1", and: a => (a.DeliveredOn, a.SignedOffOn, a.SignedOffBy) = (board.Today.AddDays(-40), board.Today.AddDays(-30), "Programme office"));
        await using var db = database.Open(board.Programme.Id);
        var version = await db.Recommendations.Where(r => r.Ref == "1").Select(r => r.Version).SingleAsync();
        await database.Get<RecommendationService>().AssureAsync(board.As(Role.Office), "1", version, board.Today.AddDays(30));
    }

    private static async Task<RecommendationStatus> StatusAsync(TestDatabase database, TestBoard board)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Recommendations.Where(r => r.Ref == "1").Select(r => r.Status).SingleAsync();
    }
}
