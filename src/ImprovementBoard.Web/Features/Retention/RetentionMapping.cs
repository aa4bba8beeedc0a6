using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.Retention;

internal sealed class RetentionPeriodMapping : IEntityTypeConfiguration<RetentionPeriod>
{
    public void Configure(EntityTypeBuilder<RetentionPeriod> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(p => new { p.ProgrammeId, p.Kind }).IsUnique();
        builder.Ignore(p => p.Rule);
        builder.Property(p => p.Kind).HasMaxLength(40);
        builder.Property(p => p.SetBy).HasMaxLength(Member.TitleMaxLength);
        builder.Property(p => p.Reason).HasMaxLength(RetentionPeriod.ReasonMaxLength);
    }
}

internal sealed class RetentionHoldMapping : IEntityTypeConfiguration<RetentionHold>
{
    public void Configure(EntityTypeBuilder<RetentionHold> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(h => new { h.ProgrammeId, h.LiftedOn, h.PutOn });
        builder.Property(h => h.Reason).HasMaxLength(RetentionHold.ReasonMaxLength);
        builder.Property(h => h.LiftedReason).HasMaxLength(RetentionHold.ReasonMaxLength);
        builder.Property(h => h.AskedBy).HasMaxLength(RetentionHold.AskedByMaxLength);
    }
}

internal sealed class RetentionRunMapping : IEntityTypeConfiguration<RetentionRun>
{
    public void Configure(EntityTypeBuilder<RetentionRun> builder)
    {
        builder.HasProgramme();
        // One a night, whoever begins it.
        builder.HasIndex(r => new { r.ProgrammeId, r.On }).IsUnique();
        builder.Property(r => r.Fault).HasMaxLength(RetentionRun.FaultMaxLength);
        builder.ComplexCollection(r => r.Counts, c => c.ToJson());
    }
}

internal sealed class DisposalMapping : IEntityTypeConfiguration<Disposal>
{
    public void Configure(EntityTypeBuilder<Disposal> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(d => new { d.ProgrammeId, d.Id });
        builder.Property(d => d.Ref).HasMaxLength(Disposal.RefMaxLength);
    }
}
