using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Reads the facts of a programme as they stood on one date, and freezes them.</summary>
public sealed class PackFactsReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        // The JSON is hashed and read by the template; it is never put into a page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The facts a pack is made from: those its editions share or those frozen for its period, else those of its position date.</summary>
    /// <param name="today">The day it is made: what became of the items of its period’s gate by then is the pack’s own.</param>
    /// <param name="shared">See <see cref="SharedAsync"/>; null for a draft or a correction.</param>
    public async Task<PackFacts> ReadAsync(BoardDbContext db, Programme programme, Audience audience, DuePack due, int? number, DateOnly today, CancellationToken ct, string? shared = null)
    {
        var period = shared is not null ? null : await db.Periods.AsNoTracking().SingleOrDefaultAsync(p => p.Key == due.Period.Key && p.FactsJson != null, ct);
        var facts = shared is not null ? FromJson(shared)
            : period is null ? await NowAsync(db, programme, due, ct)
            : Hash(period.FactsJson!) != period.FactsHash ? throw new DamagedException($"the facts for the board of {Words.Long(period.MeetingOn)}")
            : FromJson(period.FactsJson!) with { Readiness = await ReadinessQueries.OfAsync(db, programme, period, today, ct) };
        return Narrowed.For(
            facts with
            {
                Number = number,
                Code = programme.Slug,
                PeriodKey = due.Period.Key,
                Previous = await PreviousAsync(db, audience, due.PositionAsAt, ct),
                Actions = audience == Audience.Public ? await MarkedAsync(db, facts.Actions, ct) : facts.Actions,
            },
            audience);
    }

    /// <summary>
    /// The facts for every audience that the first versions of all editions of a period and position are made from, as text: those of an edition that
    /// stands, else those known now. Null where a period of the reporting calendar keeps them.
    /// </summary>
    /// <exception cref="DamagedException">They are not what was frozen.</exception>
    public async Task<string?> SharedAsync(BoardDbContext db, Programme programme, DuePack due, CancellationToken ct)
    {
        if (await db.Periods.AnyAsync(p => p.Key == due.Period.Key && p.FactsJson != null, ct))
            return null;
        // Where every edition that has them was withdrawn or superseded, something in them was wrong.
        var kept = await db.Packs
            .Where(p => p.PeriodKey == due.Period.Key && p.PositionAsAt == due.PositionAsAt && p.SnapshotHash != null && p.WithdrawnOn == null && p.SupersededOn == null)
            .OrderBy(p => p.Number)
            .Select(p => new { p.SnapshotHash, Json = db.Files.Where(f => f.Hash == p.SnapshotHash).Select(f => f.Content).FirstOrDefault() })
            .FirstOrDefaultAsync(ct);
        return kept is null ? ToJson(await NowAsync(db, programme, due, ct))
            : Hash(kept.Json ?? []) == kept.SnapshotHash ? Encoding.UTF8.GetString(kept.Json!)
            : throw new DamagedException(SharedBy(due.Period.Name));
    }

    /// <summary>What <see cref="SharedAsync"/> reads, within a sentence.</summary>
    public static string SharedBy(string periodName) => $"the facts that the editions of {periodName} share";

    /// <summary>How far the history has come by now.</summary>
    public static async Task<HistoryPoint> HistoryAsync(BoardDbContext db, CancellationToken ct)
    {
        var (entries, hash) = await db.History.HeadAsync(ct);
        return new(entries, hash);
    }

    private static string? Told(MonitoringVisit? visit) => visit is null ? null : $"{visit.Title}: {visit.Pace.Words()}";

    /// <summary>
    /// The facts on <paramref name="position"/>, for every audience: dated facts after it are left out, so what is read late still tells
    /// that day. Number and comparison are those of a first draft; a pack sets its own.
    /// </summary>
    public async Task<PackFacts> SnapshotAsync(BoardDbContext db, Programme programme, PackPeriod period, DateOnly position, CancellationToken ct)
    {
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, ct);
        var actions = await db.Actions.AsNoTracking().Include(a => a.Updates).Include(a => a.Recommendations).AsSplitQuery().OrderBy(a => a.Order).ToListAsync(ct);
        var recommendations = await db.Recommendations.AsNoTracking().Include(r => r.Judgements).OrderBy(r => r.Order).ToListAsync(ct);
        var since = await SinceAsync(db, position, ct);
        var inspection = await db.Inspections.AsNoTracking().Where(i => i.PublishedOn <= position).OrderByDescending(i => i.PublishedOn).FirstOrDefaultAsync(ct);
        var direction = (await db.Directions.AsNoTracking().ToListAsync(ct)).Find(d => d.InForceOn(position));
        var visits = (await db.Visits.AsNoTracking().ToListAsync(ct)).Select(v => v.AsAt(position)).Where(v => v.SortOn <= position).OrderBy(v => v.SortOn).ToList();

        // Looking back only where something is later than the position; else what is stored is what stood.
        var scope = new ProgrammeScope(programme, Actor.Scheduler(programme.Id) with { LooksBack = programme.RatedOn > position }, position);
        var readiness = await ReadinessReader.FactsAsync(db, programme.UpdateCycleDays, position, actions, recommendations, ct);
        foreach (var action in actions)
            action.Rate(position, programme.UpdateCycleDays);
        var byRecommendation = actions.SelectMany(a => a.Recommendations.Select(r => (r.Id, Action: a))).ToLookup(x => x.Id, x => x.Action);
        foreach (var recommendation in recommendations)
        {
            recommendation.Actions = [.. byRecommendation[recommendation.Id]];
            recommendation.Rate(position);
        }

        return new PackFacts(
            Audience.Board,
            programme.Council,
            programme.Name,
            programme.Stage,
            programme.StartedOn,
            programme.IsDemonstration,
            position,
            period.Name,
            null,
            programme.UpdateCycleDays,
            programme.NextBoardOn,
            inspection?.PlanDueOn,
            direction?.IssuedOn,
            Told(visits.LastOrDefault()),
            programme.Sources,
            [.. recommendations.Select(r => new RecommendationFact(
                r.Ref, r.ShortTitle, r.Theme, r.Source, members[r.OwnerOn(position)].Title, r.Delivery, r.DeliveryReason, r.Strip,
                since.GetValueOrDefault((Subject.Recommendation, r.Ref)), [.. r.Actions.Select(a => a.Ref)],
                new(r.Status, r.StatusReason, r.JudgementOn(position) is { } j ? new(j.Level, j.On, j.By, j.Reason) : null, r.StatusSince(position)),
                members[r.OwnerOn(position)].Agency))],
            [.. actions.Select(a => Fact(a, position, members, since))],
            null)
        {
            Direction = direction is { IssuedOn: { } issued } ? new(direction.Kind.Words(), issued, direction.LegalBasis, direction.Summary, direction.Source) : null,
            Pace = PackFactsMade.Pace(programme, position, actions, recommendations),
            Matrix = await PackFactsMade.MatrixAsync(db, scope, ct),
            Claims = await PackFactsMade.ClaimsAsync(db, position, actions, recommendations, ct),
            PublishedVisit = Told(visits.LastOrDefault(v => v.LetterPublishedOn <= position)),
            Readiness = await PackFactsMade.GateAsync(db, readiness, ct),
        };
    }

    /// <summary>Facts as the text that is stored and hashed.</summary>
    public static string ToJson(PackFacts facts) => JsonSerializer.Serialize(facts, Json);

    /// <summary>Frozen facts read back.</summary>
    public static PackFacts FromJson(string json) => JsonSerializer.Deserialize<PackFacts>(json, Json)!;

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>What a later pack is compared with.</summary>
    public static PreviousPack Previous(string name, PackFacts facts) =>
        new(name, facts.PositionAsAt, facts.Recommendations.ToDictionary(r => r.Ref, r => r.Rating), facts.Actions.ToDictionary(a => a.Ref, a => new PreviousAction(a.Rating, a.Due)),
            facts.Recommendations.Where(r => r.Standing is not null).ToDictionary(r => r.Ref, r => r.Standing!));

    /// <summary>The issued pack with which one of a position is compared, or null for a first one.</summary>
    public static Task<Pack?> IssuedBeforeAsync(BoardDbContext db, Audience audience, DateOnly position, CancellationToken ct) =>
        db.Packs.AsNoTracking()
            .Where(p => p.Audience == audience && p.IssuedOn != null && p.PositionAsAt < position)
            .OrderByDescending(p => p.PositionAsAt).ThenByDescending(p => p.Version)
            .FirstOrDefaultAsync(ct);

    // What is marked since the facts were frozen is not for publication either.
    private static async Task<IReadOnlyList<ActionFact>> MarkedAsync(BoardDbContext db, IReadOnlyList<ActionFact> actions, CancellationToken ct)
    {
        var exempt = await db.Actions.Where(a => a.NotForPublication != null).Select(a => a.Ref).ToListAsync(ct);
        return [.. actions.Select(a => exempt.Contains(a.Ref) ? a with { NotForPublication = true } : a)];
    }

    private async Task<PackFacts> NowAsync(BoardDbContext db, Programme programme, DuePack due, CancellationToken ct) =>
        await SnapshotAsync(db, programme, due.Period, due.PositionAsAt, ct) with { History = await HistoryAsync(db, ct) };

    private static ActionFact Fact(ActionItem a, DateOnly position, Dictionary<int, Member> members, Dictionary<(Subject, string), DateOnly?> since)
    {
        var update = a.LatestOn(position);
        return new ActionFact(
            a.Ref, a.Title, members[a.LeadOn(position)].Title, [.. a.Recommendations.OrderBy(r => r.Order).Select(r => r.Ref)],
            a.Delivery, a.DeliveryReason, a.LeadSays, since.GetValueOrDefault((Subject.Action, a.Ref)), a.BaselineDue, a.Due, a.Forecast,
            [.. a.DueMoves.Where(m => m.On <= position).Select(m => new DueMoveFact(m.On, m.To, m.Reason, m.Decision))],
            update is null ? null : new UpdateFact(update.On, members[update.ById].Title, update.WhatChanged, update.ChildWouldNotice, update.InTheWay, update.Illustrative),
            a.UpdateDueBy,
            a.Illustrative,
            a.RuleSays,
            a.ReviewerSays,
            members[a.LeadOn(position)].Agency,
            a.RecoveryInForce(position) is { } plan ? new RecoveryFact(plan.On, plan.By, plan.Text, plan.BackBy, plan.Illustrative) : null,
            a.BlockOn(position) is { } block ? new BlockFact(block.Reason, block.NeedsDecisionOf) : null,
            a.DeliveredOn is { } delivered && delivered <= position ? delivered : null,
            a.NotForPublication is not null);
    }

    private static async Task<Dictionary<(Subject, string), DateOnly?>> SinceAsync(BoardDbContext db, DateOnly position, CancellationToken ct) =>
        (await db.History.Where(h => h.Kind == HistoryKind.RatingMoved && h.On <= position)
            .GroupBy(h => new { h.Subject, h.SubjectRef })
            .Select(g => new { g.Key.Subject, g.Key.SubjectRef, On = g.Max(h => h.On) })
            .ToListAsync(ct)).ToDictionary(g => (g.Subject, g.SubjectRef), g => (DateOnly?)g.On);

    private static async Task<PreviousPack?> PreviousAsync(BoardDbContext db, Audience audience, DateOnly position, CancellationToken ct) =>
        await IssuedBeforeAsync(db, audience, position, ct) is { } pack ? Previous(pack.Name, FromJson(pack.FactsJson)) : null;
}
