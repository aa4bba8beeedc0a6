using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;

namespace ImprovementBoard.Web.Data;

/// <summary>Turns the seed files of one programme into rows.</summary>
internal sealed partial class ProgrammeLoad(BoardDbContext db, Programme programme, SeedFiles files, Dictionary<string, SourceSeed> sources)
{
    private readonly Dictionary<string, Body> bodies = [];
    private readonly Dictionary<string, Member> members = [];
    private readonly Dictionary<string, Recommendation> recommendations = [];
    private readonly List<ActionItem> actions = [];
    private readonly List<SeededFinding> findings = [];

    public IEnumerable<Member> Members => members.Values;

    public IReadOnlyDictionary<string, Member> MembersByKey => members;

    public IEnumerable<Recommendation> Recommendations => recommendations.Values;

    public IReadOnlyList<ActionItem> Actions => actions;

    public IReadOnlyList<SeededFinding> Findings => findings;

    public async Task BodiesAndMembersAsync(Func<string, Guid> addAccount)
    {
        foreach (var b in files.Bodies)
            bodies[b.Key] = new Body { ProgrammeId = programme.Id, Name = b.Name, Kind = b.Kind };
        foreach (var m in files.Members)
        {
            members[m.Key] = new Member
            {
                ProgrammeId = programme.Id,
                Title = m.Title,
                Role = m.Role,
                Agency = m.Agency,
                UserId = m.Account is { } email ? addAccount(email) : null,
                From = m.From,
                To = m.To,
                Illustrative = m.Illustrative,
            };
        }
        db.AddRange(bodies.Values);
        db.AddRange(members.Values);
        await db.SaveChangesAsync();
    }

    public async Task InspectionsAsync()
    {
        db.AddRange(files.Inspections.Select(i => new Inspection
        {
            ProgrammeId = programme.Id,
            Ref = i.Ref,
            Title = i.Title,
            Framework = i.Framework,
            FieldworkFrom = i.FieldworkFrom,
            FieldworkTo = i.FieldworkTo,
            ReceivedOn = i.ReceivedOn,
            PublishedOn = i.PublishedOn,
            PlanDueOverride = i.PlanDueOverride,
            PlanDueOverrideReason = i.PlanDueOverrideReason,
            Source = Named(i.Source),
            Note = i.Note,
            Judgements = [.. i.Judgements.OrderBy(j => j.Order).Select(j => new Judgement { Area = j.Area, Grade = j.Grade, PartOf = j.PartOf, Body = Known(bodies, j.Body, "inspections").Name })],
        }));
        db.AddRange(files.Directions.Select(d => new Direction
        {
            ProgrammeId = programme.Id,
            Kind = d.Kind,
            LegalBasis = d.LegalBasis,
            IssuedOn = d.IssuedOn,
            EndedOn = d.EndedOn,
            EndReason = d.EndReason,
            Summary = d.Summary,
            Source = Named(d.Source),
            Note = d.Note,
        }));
        db.AddRange(files.Visits.Select(v => new MonitoringVisit
        {
            ProgrammeId = programme.Id,
            Ref = v.Ref,
            Title = v.Title,
            OfficialNumber = v.OfficialNumber,
            From = v.From,
            To = v.To,
            DateWords = v.DateWords,
            SortOn = v.SortOn,
            Focus = v.Focus,
            Pace = v.PaceWord,
            LetterPublishedOn = v.LetterPublishedOn,
            Source = Named(v.Source),
            Note = v.Note,
            RecordedOn = v.SortOn,
        }));
        db.AddRange(files.Schedules.Select(s => new PackSchedule
        {
            ProgrammeId = programme.Id,
            Audience = s.Audience,
            Rhythm = new() { Frequency = s.Frequency, DayOfMonth = s.DayOfMonth, At = s.At },
            Enabled = s.Enabled,
            ActiveFrom = s.ActiveFrom,
            Illustrative = s.Illustrative,
        }));
        foreach (var p in files.Periods)
            Period(p);
        await db.SaveChangesAsync();
    }

    // What the portal does by itself is carried out after the load, see PeriodKeeper.
    private void Period(PeriodSeed p)
    {
        var period = new ReportingPeriod
        {
            ProgrammeId = programme.Id,
            Key = ReportingPeriod.KeyOf(p.MeetingOn),
            OpensOn = p.OpensOn,
            CutOffOn = p.CutOffOn,
            MeetingOn = p.MeetingOn,
            AddedOn = programme.StartedOn,
            Illustrative = p.Illustrative,
        };
        db.Add(period);
        db.AddRange(p.Steps.Select(s => new PeriodStep { ProgrammeId = programme.Id, Period = period, Step = s.Step, On = s.On, At = new(s.On, TimeOnly.MinValue, TimeSpan.Zero), By = "Programme office", Words = s.Words }));
    }

    public async Task PlanAsync()
    {
        foreach (var r in files.Recommendations)
        {
            recommendations[r.Ref] = new Recommendation
            {
                ProgrammeId = programme.Id,
                Ref = r.Ref,
                Order = r.Order,
                BodyId = Known(bodies, r.Body, "recommendations").Id,
                ShortTitle = r.ShortTitle,
                Text = r.Text,
                Theme = r.Theme,
                OwnerId = Known(members, r.Owner, "recommendations").Id,
                Source = Named(r.Source),
            };
        }
        var updates = files.Updates.ToLookup(u => u.Action);
        var plan = new PlanLoad(programme, files, members, files.Plan);
        foreach (var a in files.Actions)
        {
            var action = new ActionItem
            {
                ProgrammeId = programme.Id,
                Ref = a.Ref,
                Order = ActionItem.OrderOf(a.Ref),
                Title = a.Title,
                DoneLooksLike = a.DoneLooksLike,
                Theme = a.Theme,
                LeadId = Known(members, a.Lead, "actions").Id,
                LeadChanges = HandOvers(a),
                PartnerAgency = a.PartnerAgency,
                AddedOn = programme.StartedOn,
                BaselineStart = a.BaselineStart,
                BaselineDue = a.BaselineDue,
                StartedOn = a.StartedOn,
                DueMoves = [.. a.DueMoves.OrderBy(m => m.On).Select(m => new DueMove { On = m.On, To = m.To, Reason = m.Reason, Decision = m.Decision })],
                DeliveredOn = a.DeliveredOn,
                SignedOffOn = a.SignedOffOn,
                SignedOffBy = TitleOf(a.SignedOffBy),
                RecheckOn = a.RecheckOn,
                ClosedOn = a.ClosedOn,
                EarlierRounds = [.. (a.EarlierRounds ?? []).OrderBy(r => r.EndedOn).Select(r => new DeliveryRound
                {
                    DeliveredOn = r.DeliveredOn,
                    SignedOffOn = r.SignedOffOn,
                    SignedOffBy = TitleOf(r.SignedOffBy),
                    RecheckOn = r.RecheckOn,
                    EndedOn = r.EndedOn,
                    EndedBy = TitleOf(r.EndedBy)!,
                    How = r.How,
                    Reason = r.Reason,
                })],
                Illustrative = a.Illustrative,
                Recommendations = [.. a.Recommendations.Select(r => Known(recommendations, r, "actions"))],
                Updates = [.. updates[a.Ref].OrderBy(u => u.On).Select(Update)],
            };
            plan.Fill(action);
            action.Rate(programme.StartedOn, programme.UpdateCycleDays);
            actions.Add(action);
        }
        if (updates.FirstOrDefault(u => !actions.Exists(a => a.Ref == u.Key)) is { } stray)
            throw files.Fault("updates", $"it names action \"{stray.Key}\", which actions.json does not have.");
        db.AddRange(recommendations.Values);
        db.AddRange(actions);
        await db.SaveChangesAsync();
        db.AddRange(plan.Dependencies(actions));
        foreach (var recommendation in recommendations.Values)
            recommendation.Rate(programme.StartedOn);
        await db.SaveChangesAsync();
    }

    private ProgressUpdate Update(UpdateSeed u)
    {
        var update = new ProgressUpdate
        {
            ProgrammeId = programme.Id,
            On = u.On,
            ById = Known(members, u.By, "updates").Id,
            WhatChanged = u.WhatChanged,
            ChildWouldNotice = u.ChildWouldNotice,
            InTheWay = u.InTheWay,
            Forecast = u.Forecast,
            LeadSays = u.LeadSays,
            Illustrative = u.Illustrative,
        };
        if (u.Review is { Returned: true } returned)
            update.Return(TitleOf(returned.By)!, returned.Note, returned.On);
        else if (u.Review is { } accepted)
            update.Accept(TitleOf(accepted.By)!, accepted.Agreed, accepted.Note, accepted.On);
        return update;
    }

    private string? TitleOf(string? member) => member is null ? null : Known(members, member, "members").Title;

    private T Known<T>(Dictionary<string, T> rows, string key, string noun) =>
        rows.TryGetValue(key, out var row) ? row : throw files.Fault(noun, $"it names \"{key}\", which no other seed file has.");

    // Seed files cite sources by key; readers get publisher and year.
    private string Named(string source) => SourceKey().Replace(source, match =>
        sources.TryGetValue(match.Value, out var s) ? $"{s.Publisher}{(s.Year is { } year ? $" {year}" : "")}" : match.Value);

    [GeneratedRegex(@"\b[A-Z]+[0-9]*\b", RegexOptions.NonBacktracking)]
    private static partial Regex SourceKey();
}
