using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Inspections;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ImprovementBoard.Web.Data;

/// <summary>
/// The database. Rows of a programme are seen only after <see cref="ProgrammeId"/> is set: a context that forgets it sees none.
/// </summary>
public abstract class BoardDbContext(DbContextOptions options) : IdentityUserContext<AppUser, Guid>(options)
{
    /// <summary>The one programme whose rows this context sees; 0 sees none.</summary>
    public int ProgrammeId { get; set; }

    /// <summary>True while only derived columns are written, which is no edit: a form opened before midnight stays good after it.</summary>
    public bool KeepVersions { get; set; }

    /// <summary>Whose turn this context has: only in its turn may it record what happened (<see cref="ProgrammeLock"/>).</summary>
    internal ProgrammeTurn? Turn { get; set; }

    public DbSet<Programme> Programmes => Set<Programme>();
    public DbSet<Body> Bodies => Set<Body>();
    public DbSet<Direction> Directions => Set<Direction>();
    public DbSet<Inspection> Inspections => Set<Inspection>();
    public DbSet<Recommendation> Recommendations => Set<Recommendation>();
    public DbSet<ImpactJudgement> ImpactJudgements => Set<ImpactJudgement>();
    public DbSet<MonitoringVisit> Visits => Set<MonitoringVisit>();
    public DbSet<Finding> Findings => Set<Finding>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<ActionItem> Actions => Set<ActionItem>();
    public DbSet<ActionStanding> Standings => Set<ActionStanding>();
    public DbSet<ProgressUpdate> Updates => Set<ProgressUpdate>();
    public DbSet<UpdateDraft> UpdateDrafts => Set<UpdateDraft>();
    public DbSet<EvidenceItem> Evidence => Set<EvidenceItem>();
    public DbSet<EvidenceVersion> EvidenceVersions => Set<EvidenceVersion>();
    public DbSet<DateProposal> Proposals => Set<DateProposal>();
    public DbSet<Dependency> Dependencies => Set<Dependency>();
    public DbSet<ReportingPeriod> Periods => Set<ReportingPeriod>();
    public DbSet<PeriodStep> PeriodSteps => Set<PeriodStep>();
    public DbSet<ReadinessWaiver> ReadinessWaivers => Set<ReadinessWaiver>();
    public DbSet<PackSchedule> Schedules => Set<PackSchedule>();
    public DbSet<Pack> Packs => Set<Pack>();
    public DbSet<PackApproval> PackApprovals => Set<PackApproval>();
    public DbSet<PackComment> PackComments => Set<PackComment>();
    public DbSet<PackDownload> PackDownloads => Set<PackDownload>();
    public DbSet<PackRun> PackRuns => Set<PackRun>();
    public DbSet<Recipient> Recipients => Set<Recipient>();
    public DbSet<PackDelivery> PackDeliveries => Set<PackDelivery>();
    public DbSet<MailItem> Mail => Set<MailItem>();
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<Flag> Flags => Set<Flag>();
    public DbSet<HistoryEntry> History => Set<HistoryEntry>();
    public DbSet<InstallationEvent> InstallationEvents => Set<InstallationEvent>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<AccessReview> AccessReviews => Set<AccessReview>();
    public DbSet<RetentionPeriod> RetentionPeriods => Set<RetentionPeriod>();
    public DbSet<RetentionHold> RetentionHolds => Set<RetentionHold>();
    public DbSet<RetentionRun> RetentionRuns => Set<RetentionRun>();
    public DbSet<Disposal> Disposals => Set<Disposal>();
    public DbSet<HistoryCheck> HistoryChecks => Set<HistoryCheck>();
    public DbSet<PortalKey> Keys => Set<PortalKey>();
    public DbSet<AccountSession> Sessions => Set<AccountSession>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        if (Database.IsSqlite())
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(BoardDbContext).Assembly);

        foreach (var type in builder.Model.GetEntityTypes().ToList())
        {
            foreach (var property in type.GetProperties().Where(p => Nullable.GetUnderlyingType(p.ClrType) is { IsEnum: true } || p.ClrType.IsEnum))
            {
                // Words in the database survive a new line in an enum. Ratings and seriousness stay numbers: lists sort by them.
                var kind = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (kind != typeof(DeliveryRating) && kind != typeof(ImpactRating) && kind != typeof(Seriousness))
                    property.SetProviderClrType(typeof(string));
            }
            if (type.ClrType.IsAssignableTo(typeof(IEditable)))
                builder.Entity(type.ClrType).Property(nameof(IEditable.Version)).IsConcurrencyToken();
        }

        SealProgrammes(builder);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync: it keeps the standings, the flags and the chain of the history.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await this.KeepStandingsAsync(cancellationToken);
        await this.SealHistoryAsync(cancellationToken);
        StampVersions();
        // What only brings derived columns up to date works out all flags afterwards.
        var touched = KeepVersions || ProgrammeId == 0 ? [] : Touched.Rows(this);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (touched.Count > 0)
            await this.KeepFlagsAsync(Touched.By(touched), cancellationToken);
        return saved;
    }

    private void SealProgrammes(ModelBuilder builder)
    {
        Seal<Body>();
        Seal<Direction>();
        Seal<Inspection>();
        Seal<Recommendation>();
        Seal<ImpactJudgement>();
        Seal<MonitoringVisit>();
        Seal<Finding>();
        Seal<Member>();
        Seal<ActionItem>();
        Seal<ActionStanding>();
        Seal<ProgressUpdate>();
        Seal<UpdateDraft>();
        Seal<EvidenceItem>();
        Seal<EvidenceVersion>();
        Seal<DateProposal>();
        Seal<Dependency>();
        Seal<ReportingPeriod>();
        Seal<PeriodStep>();
        Seal<ReadinessWaiver>();
        Seal<PackSchedule>();
        Seal<Pack>();
        Seal<PackApproval>();
        Seal<PackComment>();
        Seal<PackDownload>();
        Seal<PackRun>();
        Seal<Recipient>();
        Seal<PackDelivery>();
        Seal<MailItem>();
        Seal<Flag>();
        Seal<Invitation>();
        Seal<AccessReview>();
        Seal<RetentionPeriod>();
        Seal<RetentionHold>();
        Seal<RetentionRun>();
        Seal<Disposal>();
        Seal<HistoryEntry>();

        void Seal<T>() where T : class, IProgrammeRow => builder.Entity<T>().HasQueryFilter(row => row.ProgrammeId == ProgrammeId);
    }

    private void StampVersions()
    {
        if (KeepVersions)
            return;
        ChangeTracker.DetectChanges();
        foreach (var entry in ChangeTracker.Entries<IEditable>().Where(e => e.State is EntityState.Added or EntityState.Modified))
            entry.Entity.Version = Guid.NewGuid();
    }

    private sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v);
}

/// <summary>The database on SQLite, one node.</summary>
public sealed class SqliteBoardDbContext(DbContextOptions<SqliteBoardDbContext> options) : BoardDbContext(options);

/// <summary>The database on PostgreSQL, one node or more.</summary>
public sealed class PostgresBoardDbContext(DbContextOptions<PostgresBoardDbContext> options) : BoardDbContext(options);
