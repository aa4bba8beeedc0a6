using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class DashboardCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flags_ProgrammeId_Until_Seriousness_Since_Id",
                table: "Flags");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_Delivery_Due",
                table: "Actions");

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_Seriousness_Since_Subject_SubjectId_Rule_~",
                table: "Flags",
                columns: new[] { "ProgrammeId", "Seriousness", "Since", "Subject", "SubjectId", "Rule", "Until", "QuietUntil", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_Delivery_Due_DeliveredOn_SignedOffOn_Le~",
                table: "Actions",
                columns: new[] { "ProgrammeId", "Delivery", "Due", "DeliveredOn", "SignedOffOn", "LeadSays", "ReviewerSays", "UpdateDueBy" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_SignedOffOn",
                table: "Actions",
                columns: new[] { "ProgrammeId", "SignedOffOn" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Flags_ProgrammeId_Seriousness_Since_Subject_SubjectId_Rule_~",
                table: "Flags");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_Delivery_Due_DeliveredOn_SignedOffOn_Le~",
                table: "Actions");

            migrationBuilder.DropIndex(
                name: "IX_Actions_ProgrammeId_SignedOffOn",
                table: "Actions");

            migrationBuilder.CreateIndex(
                name: "IX_Flags_ProgrammeId_Until_Seriousness_Since_Id",
                table: "Flags",
                columns: new[] { "ProgrammeId", "Until", "Seriousness", "Since", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Actions_ProgrammeId_Delivery_Due",
                table: "Actions",
                columns: new[] { "ProgrammeId", "Delivery", "Due" });
        }
    }
}
