using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Periods;

/// <summary>One line of the reporting calendar.</summary>
public sealed record PeriodRow(string Key, DateOnly OpensOn, DateOnly CutOffOn, DateOnly MeetingOn, PeriodStage Stage, int TimesMoved, bool Illustrative)
{
    public string Name => ReportingPeriod.NameOf(MeetingOn);
}

/// <summary>A step with its day and what became of it.</summary>
/// <param name="Done">Its row, or null while nothing happened.</param>
public sealed record StepRow(CalendarStep Step, DateOnly DueOn, PeriodStep? Done);

/// <summary>A step that failed and is tried again.</summary>
/// <param name="At">When it was tried last.</param>
/// <param name="Words">Why it failed.</param>
public sealed record FailedStep(string Key, DateOnly MeetingOn, CalendarStep Step, DateTimeOffset At, string Words);

/// <summary>An update that came after the cut-off, before the meeting: it counts for the next period.</summary>
public sealed record LateUpdate(string Ref, string Title, string By, DateOnly On);

/// <summary>One period with its steps.</summary>
public sealed record PeriodView(PeriodRow Row, Guid Version, IReadOnlyList<PeriodMove> Moves, DateTimeOffset? FrozenAt, string? FrozenBy, string? FactsHash, IReadOnlyList<StepRow> Steps, IReadOnlyList<LateUpdate> Late);

/// <summary>Reads the reporting calendar as it was known on the programme's date.</summary>
internal sealed class PeriodQueries(BoardDatabase database)
{
    /// <summary>Every period, the latest first.</summary>
    public async Task<IReadOnlyList<PeriodRow>> ListAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return [.. Enumerable.Reverse(await RowsAsync(db, scope, ct))];
    }

    /// <summary>The period that updates count for on the programme's date, or null.</summary>
    public async Task<PeriodRow?> CurrentAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        return (await RowsAsync(db, scope, ct)).FirstOrDefault(p => p.CutOffOn >= scope.Today);
    }

    /// <summary>One period, or null.</summary>
    public async Task<PeriodView?> FindAsync(ProgrammeScope scope, string key, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var today = scope.Today;
        var known = await Known(db, scope).ToListAsync(ct);
        if (known.Find(p => p.Key == key) is not { } period)
            return null;
        var row = Rows(known, today).First(p => p.Key == key);
        var frozen = period.FrozenOn <= today ? period.FrozenAt : null;
        var steps = (await db.PeriodSteps.AsNoTracking().Where(s => s.PeriodId == period.Id && s.On <= today).ToListAsync(ct)).ToDictionary(s => s.Step);
        var late = frozen is null ? [] : await (
            from h in db.History.AsNoTracking()
            join a in db.Actions on h.SubjectRef equals a.Ref
            where h.Subject == Subject.Action && h.Kind == HistoryKind.UpdatePosted && h.On > row.CutOffOn && h.On <= row.MeetingOn && h.On <= today
            orderby h.On, h.Sequence
            select new LateUpdate(a.Ref, a.Title, h.By, h.On)).ToListAsync(ct);
        return new PeriodView(
            row, period.Version, [.. period.Moves.Where(m => m.On <= today)], frozen, frozen is null ? null : period.FrozenBy, frozen is null ? null : period.FactsHash,
            [.. CalendarSteps.All.Select(s => new StepRow(s, s.DueOn(row.CutOffOn, row.MeetingOn), steps.GetValueOrDefault(s)))], late);
    }

    /// <summary>The steps that failed and are tried again, in the order of their periods.</summary>
    public async Task<IReadOnlyList<FailedStep>> FailedAsync(ProgrammeScope scope, CancellationToken ct = default)
    {
        await using var db = database.Open(scope.Id);
        var since = scope.Today.AddDays(-PeriodKeeper.DaysLookedBack);
        return await db.PeriodSteps.Where(s => s.Failed && s.Period!.MeetingOn >= since)
            .OrderBy(s => s.Period!.CutOffOn).ThenBy(s => s.Id).Select(s => new FailedStep(s.Period!.Key, s.Period.MeetingOn, s.Step, s.At, s.Words)).ToListAsync(ct);
    }

    /// <summary>Every period with the dates it had on the programme's date, the earliest first.</summary>
    public static async Task<IReadOnlyList<PeriodRow>> RowsAsync(BoardDbContext db, ProgrammeScope scope, CancellationToken ct) =>
        Rows(await Known(db, scope).ToListAsync(ct), scope.Today);

    /// <summary>The meeting that a period reports to, or, outside the reporting calendar, the first still to come on the programme’s date; null where none is arranged.</summary>
    public static async Task<DateOnly?> NextBoardAsync(BoardDbContext db, ProgrammeScope scope, string? period, CancellationToken ct)
    {
        var rows = await RowsAsync(db, scope, ct);
        return rows.FirstOrDefault(p => p.Key == period)?.MeetingOn ?? rows.Select(p => (DateOnly?)p.MeetingOn).Where(m => m >= scope.Today).Min();
    }

    // The frozen facts are large and no page shows them.
    private static IQueryable<ReadPeriod> Known(BoardDbContext db, ProgrammeScope scope) => db.Periods.AsNoTracking()
        .Where(p => p.AddedOn <= scope.Today)
        .OrderBy(p => p.CutOffOn)
        .Select(p => new ReadPeriod
        {
            Id = p.Id,
            Key = p.Key,
            OpensOn = p.OpensOn,
            CutOffOn = p.CutOffOn,
            MeetingOn = p.MeetingOn,
            FrozenOn = p.FrozenOn,
            FrozenAt = p.FrozenAt,
            FrozenBy = p.FrozenBy,
            FactsHash = p.FactsHash,
            Moves = p.Moves,
            Illustrative = p.Illustrative,
            Version = p.Version,
        });

    private static List<PeriodRow> Rows(List<ReadPeriod> known, DateOnly today)
    {
        var rows = new List<PeriodRow>();
        foreach (var p in known)
        {
            // What was moved later stood elsewhere then; a period opens the day after the cut-off of the one before.
            var (cutOff, meeting) = p.Moves.Find(m => m.On > today) is { } later ? (later.FromCutOff, later.FromMeeting) : (p.CutOffOn, p.MeetingOn);
            var opens = known.ElementAtOrDefault(rows.Count - 1)?.CutOffOn.AddDays(1) == p.OpensOn ? rows[^1].CutOffOn.AddDays(1) : p.OpensOn;
            rows.Add(new(p.Key, opens, cutOff, meeting, ReportingPeriod.Stage(today, opens, cutOff, meeting, p.FrozenOn), p.Moves.Count(m => m.On <= today), p.Illustrative));
        }
        return rows;
    }
}

/// <summary>A period without its facts.</summary>
internal sealed class ReadPeriod
{
    public int Id { get; init; }
    public required string Key { get; init; }
    public DateOnly OpensOn { get; init; }
    public DateOnly CutOffOn { get; init; }
    public DateOnly MeetingOn { get; init; }
    public DateOnly? FrozenOn { get; init; }
    public DateTimeOffset? FrozenAt { get; init; }
    public string? FrozenBy { get; init; }
    public string? FactsHash { get; init; }
    public required List<PeriodMove> Moves { get; init; }
    public bool Illustrative { get; init; }
    public Guid Version { get; init; }
}

internal static class PeriodsRegistration
{
    public static IServiceCollection AddPeriods(this IServiceCollection services) => services
        .AddSingleton<PeriodKeeper>()
        .AddScoped<PeriodService>()
        .AddScoped<PeriodQueries>();
}
